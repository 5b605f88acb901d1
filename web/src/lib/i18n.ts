import { computed } from 'vue';
import { createI18n } from 'vue-i18n';
import en from '../words/en.json';
import zh from '../words/zh.json';
import { carried, type Words } from './api';
import { read_change, read_count, read_day, read_value, type Lang, type Value } from './numbers';

function first_language(): Lang {
  try {
    const chosen = localStorage.getItem('diaodu.lang');
    if (chosen === 'zh' || chosen === 'en') return chosen;
  } catch {
    /* no storage: the browser's language */
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : navigator.language ? 'en' : 'zh';
}

export const i18n = createI18n({
  legacy: false,
  locale: first_language(),
  fallbackLocale: 'zh',
  messages: { zh, en } as Record<string, typeof zh>,
});
const { t, te } = i18n.global;
export { t, te };

export const lang = computed<Lang>(() => (i18n.global.locale.value === 'en' ? 'en' : 'zh'));

export function set_language(to: string, keep = false): void {
  i18n.global.locale.value = to === 'en' ? 'en' : 'zh';
  carried.lang = to === 'en' ? 'en' : 'zh';
  document.documentElement.lang = to === 'en' ? 'en' : 'zh-CN';
  if (!keep) return;
  try {
    localStorage.setItem('diaodu.lang', to);
  } catch {
    /* without storage the choice ends with the page */
  }
}

// A text of the server in the reader's language.
export function say(words: Words | null | undefined): string {
  return words ? words[lang.value] || words.zh : '';
}
export const count = (value: string | number | null | undefined) => read_count(value, lang.value);
export const value = (number: Value, places = 1) => read_value(number, lang.value, places);
export const change = (number: number | null, kind: 'points' | 'count') => read_change(number, lang.value, kind);
export const day = (text: string | null | undefined, today?: string | null) => read_day(text, lang.value, today);
// 2020-03-13T09:05:00Z in the office's own time: hours and minutes, with the day when it is another.
export function moment(text: string | null | undefined): string {
  if (!text) return '—';
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const two = (number: number) => String(number).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${read_day(date, lang.value, new Date().toISOString())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
