// Debian's Chromium through playwright-core; both come with the set-up of web/.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
export const axe_source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export async function open_browser() {
  const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!executablePath) throw new Error('no Chromium on this machine: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--lang=zh-CN', '--disable-dev-shm-usage', '--font-render-hinting=none'] });
}

// A page that remembers each complaint of the browser: errors, refusals by the security policy.
export async function open_page(browser, { width = 1366, height = 768, lang = 'zh', theme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: lang === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai', colorScheme: theme });
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // An answer with a refusal in words is no fault of the page.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) page.complaints.push(`console: ${message.text()}`);
  });
  await context.addInitScript(([lang, theme]) => {
    localStorage.setItem('diaodu.lang', lang);
    localStorage.setItem('diaodu.theme', theme);
  }, [lang, theme]);
  page.setDefaultTimeout(20000);
  return page;
}

export async function log_in(page, base, account, password) {
  await page.goto(base + '/login');
  await page.fill('input[name=account]', account);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/login');
}

// Until nothing of the page is still being fetched.
export async function settled(page) {
  await page.waitForSelector('main h1');
  await page.waitForFunction(() => !document.querySelector('main [role=status].told'));
  await page.waitForTimeout(300);
}

// Serious and critical findings of axe on the page as it stands.
export async function axe_findings(page) {
  await page.evaluate(axe_source);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
}
// Wider than the window: something is cut or has to be pushed aside by hand.
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
