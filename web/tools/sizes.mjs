// After a build: what a first visit loads, compressed, with every file the first pages need. Over
// 600 kB the build fails. Then compresses each file for the program to embed.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const kMost = 600 * 1000;

function all(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? all(path) : [path];
  });
}
const files = all(dist).filter((path) => !path.endsWith('.gz'));
const sizes = new Map(files.map((path) => [relative(dist, path), gzipSync(readFileSync(path), { level: 9 }).length]));

// What the page itself names, and what those files import at once (not what they import later).
function eager(name, seen = new Set()) {
  if (seen.has(name) || !sizes.has(name)) return seen;
  seen.add(name);
  if (!name.endsWith('.js')) return seen;
  const text = readFileSync(join(dist, name), 'utf8');
  for (const [, to] of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[^"'()]*?from\s*)?["']\.\/([^"']+)["']/g)) eager('assets/' + to, seen);
  return seen;
}
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const first = new Set(['index.html']);
for (const [, to] of page.matchAll(/(?:src|href)="\/([^"]+)"/g)) eager(to, first);
// The first page after log-in, and the board with its chart.
const of_page = (name) => files.map((path) => relative(dist, path)).filter((path) => new RegExp(`/${name}-[^/]*\\.(js|css)$`).test(path));
const with_page = (names) => {
  const set = new Set(first);
  for (const name of names) for (const file of of_page(name)) eager(file, set);
  return set;
};
const sum = (set) => Array.from(set).reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
const kb = (bytes) => (bytes / 1000).toFixed(0).padStart(5) + ' kB';
const visits = [
  ['log-in', with_page(['Login'])],
  ['today', with_page(['Today', 'Trend', 'chart'])],
  ['board', with_page(['Board', 'Trend', 'chart'])],
];
console.log(`first load, gzip (at most ${kb(kMost).trim()}):`);
for (const [name, set] of visits) console.log(`  ${name.padEnd(8)} ${kb(sum(set))} in ${set.size} files`);
console.log(`  all      ${kb(sum(new Set(sizes.keys())))} in ${sizes.size} files`);
const inline = /<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle="|\son\w+="/i.exec(page);
if (inline) {
  console.error(`index.html has something inline that the content security policy forbids: ${inline[0]}`);
  process.exit(1);
}
if (visits.some(([, set]) => sum(set) > kMost)) {
  console.error('a first load is over its limit');
  process.exit(1);
}
for (const path of files) writeFileSync(path + '.gz', gzipSync(readFileSync(path), { level: 9 }));
