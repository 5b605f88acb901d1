// Both languages say the same things, and each word a page asks for is there.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from '../src/words/en.json';
import zh from '../src/words/zh.json';

type Tree = { [name: string]: string | Tree };
function flat(tree: Tree, before = ''): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') all[before + name] = value;
    else Object.assign(all, flat(value, before + name + '.'));
  }
  return all;
}
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(vue|ts)$/.test(name) && !name.endsWith('.d.ts') ? [path] : [];
  });
}
const words = { zh: flat(zh as Tree), en: flat(en as Tree) };
const used = sources(join(__dirname, '../src')).map((path) => readFileSync(path, 'utf8')).join('\n');

test('zh and en have the same keys', () => {
  expect(Object.keys(words.en)).toEqual(Object.keys(words.zh));
});
test('zh and en fill the same places', () => {
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  for (const key of Object.keys(words.zh)) expect(places(words.en[key]), key).toBe(places(words.zh[key]));
});
test('each word asked for is there', () => {
  const asked = Array.from(used.matchAll(/\bt\(\s*'([a-z_]+(?:\.\w+)+)'/g), (match) => match[1]);
  expect(asked.length).toBeGreaterThan(200);
  expect(asked.filter((key) => !(key in words.zh))).toEqual([]);
  const choices = Array.from(used.matchAll(/\?\s*'([a-z_]+\.\w+)'\s*:\s*'([a-z_]+\.\w+)'/g), (match) => [match[1], match[2]]).flat();
  expect(choices.filter((key) => !(key in words.zh))).toEqual([]);
});
test('no word is left that no page asks for', () => {
  const stems = Array.from(used.matchAll(/'([a-z_]+(?:\.[a-z_]+)*\.)'\s*\+/g), (match) => match[1]);
  const left = Object.keys(words.zh).filter((key) => !used.includes(`'${key}'`) && !stems.some((stem) => key.startsWith(stem)));
  expect(left).toEqual([]);
});
test('the guide uses the words that stand on the pages', () => {
  const guide = readFileSync(join(__dirname, '../../docs/guide.zh.md'), 'utf8');
  const said = Array.from(guide.matchAll(/「([^」]+)」/g), (match) => match[1]).filter((one) => one !== '');
  const there = Object.values(words.zh).map((one) => one.replace(/ ?\{\w+\} ?/g, ''));
  expect(said.length).toBeGreaterThan(40);
  expect(said.filter((one) => !there.some((word) => word.includes(one.replace(/…$/, ''))))).toEqual([]);
});
