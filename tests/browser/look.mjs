// Pictures of every page for a person to look at:
//   node tests/browser/look.mjs URL ACCOUNT PASSWORD OUT [WIDTH] [zh|en] [light|dark] [PAGE...]
import { mkdirSync } from 'node:fs';
import { axe_findings, log_in, open_browser, open_page, overflow, settled } from './browser.mjs';

const [base, account, password, out, width = '1366', lang = 'zh', theme = 'light', ...only] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const pages = [
  ['today', '/'],
  ['board', '/board'],
  ['wall', '/board?wall=1'],
  ['parcels', '/parcels'],
  ['parcel', '/parcels/:first'],
  ['findings', '/findings'],
  ['explanations', '/explanations?kind=decided'],
  ['comparisons', '/comparisons?of=loan_bank'],
  ['records', '/records/worker'],
  ['record', '/records/worker/:first'],
  ['figure', '/figures/worker_record_complete'],
  ['parts', '/figures/workers_out'],
  ['accounts', '/accounts'],
  ['audit', '/audit'],
  ['suggestions', '/suggestions'],
  ['about', '/about'],
  ['guide', '/guide'],
  ['me', '/me'],
];
const browser = await open_browser();
const page = await open_page(browser, { width: Number(width), height: width === '390' ? 844 : width === '1440' ? 900 : 768, lang, theme });
if (only.length === 0 || only.includes('login')) {
  await page.goto(base + '/login');
  await page.waitForSelector('form');
  await page.screenshot({ path: `${out}/${width}-${lang}-${theme}-login.png` });
}
await log_in(page, base, account, password);
for (const [name, path] of pages) {
  if (only.length && !only.includes(name)) continue;
  let to = path;
  if (path.endsWith(':first')) {
    await page.goto(base + path.replace('/:first', ''));
    await settled(page);
    const link = await page.locator('main table.grid tbody a').first().getAttribute('href').catch(() => null);
    if (!link) continue;
    to = link;
  }
  await page.goto(base + to);
  await settled(page);
  await page.waitForTimeout(900);
  await page.screenshot({ path: `${out}/${width}-${lang}-${theme}-${name}.png`, fullPage: name !== 'wall' });
  const wide = await overflow(page);
  console.log(name, wide > 0 ? `OVERFLOW ${wide}` : 'ok', ...(await axe_findings(page)), ...page.complaints.splice(0));
}
await browser.close();
