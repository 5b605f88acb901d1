// What Chromium 78 does not know, and what the security policy forbids, stands nowhere in our sources.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.(vue|css)$/.test(name) ? [path] : [];
  });
}
const sources = files(join(__dirname, '../src')).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const styles = sources.map(({ path, text }) => ({
  path,
  text: path.endsWith('.css') ? text : Array.from(text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g), (match) => match[1]).join('\n'),
}));

test('styles keep to Chromium 78', () => {
  const unknown: [string, RegExp][] = [
    ['gap outside a grid', /(?<!grid-)(?<!row-)(?<!column-)\bgap:/],
    [':has() or :is()', /:(has|is|where)\(/],
    ['inset', /[;{\s]inset:/],
    ['min(), max(), clamp()', /:\s[^;]*\b(?<!minmax)(min|max|clamp)\(/],
    ['aspect-ratio', /aspect-ratio:/],
    ['@layer, @container', /@(layer|container)\b/],
    ['dvh', /\d(dvh|svh|lvh)\b/],
  ];
  for (const { path, text } of styles) {
    const bare = text.replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [name, pattern] of unknown) expect(pattern.test(bare), `${path}: ${name}`).toBe(false);
  }
});
test('no template has a style of its own, no handler as text', () => {
  for (const { path, text } of sources) {
    expect(/[\s]style="/.test(text.replace(/:style="/g, '')), path).toBe(false);
    expect(/\bv-html=/.test(text), path).toBe(false);
  }
});
test('colours come from the tokens', () => {
  for (const { path, text } of styles) {
    if (path.endsWith('tokens.css')) continue;
    const outside_print = text.replace(/@media print \{[\s\S]*?\n\}/g, '');
    expect(/#[0-9a-f]{3,8}\b|rgba?\(/i.test(outside_print), path).toBe(false);
  }
});
