// Who comes in: a second factor that a role must have, set up in the page and asked for at log-in,
// reset by an administrator; and standing in for a colleague.
import { createHmac } from 'node:crypto';
import { axe_findings, log_in, open_browser, open_page, overflow, settled } from './browser.mjs';
import { check, closing, equal, make_world, run, truth } from './world.mjs';

const world = await make_world();
const { base, data } = world;
const browser = await open_browser();
const password = 'tulip-rain-42-lantern';
run(data, 'account', 'second-factor', '--role', 'officer');

function one_time_code(secret, later = 0) {
  const bits = Array.from(secret, (letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + later));
  const hash = createHmac('sha1', key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}
async function first_log_in(page, account) {
  await log_in(page, base, account, world.accounts[account]);
  await page.waitForURL('**/password');
  await page.fill('input[name=old]', world.accounts[account]);
  await page.fill('input[name=new]', password);
  await page.fill('input[name=again]', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/password');
}
const no_complaints = (page) => equal(page.complaints.splice(0), [], 'the browser complains:');
async function tidy(page) {
  truth((await overflow(page)) <= 0, `${await overflow(page)} px too wide`);
  equal(await axe_findings(page), [], 'axe:');
  no_complaints(page);
}

const officer = await open_page(browser, { width: 390, height: 844 });
let secret = '';
let codes = [];
await check('who must have a second factor sees nothing before it is set up', async () => {
  await first_log_in(officer, 'sichuan01');
  await officer.waitForURL('**/me');
  await officer.goto(base + '/board');
  await officer.waitForURL('**/me');
  equal(await officer.evaluate(() => fetch('/api/board').then((answer) => answer.status)), 403, 'the board:');
});
await check('its secret is drawn and written; a wrong code does not confirm it, the right one does', async () => {
  await officer.getByRole('button', { name: '用身份验证器' }).click();
  await officer.locator('svg.qr').waitFor();
  truth((await officer.locator('svg.qr path').getAttribute('d')).length > 1000, 'nothing is drawn');
  secret = (await officer.locator('.secret').innerText()).replace(/\s/g, '');
  equal(secret.length, 32, 'the secret:');
  await tidy(officer);
  await officer.fill('input[name=code]', '000000');
  await officer.getByRole('button', { name: '确认' }).click();
  await officer.getByRole('alert').waitFor();
  await officer.fill('input[name=code]', one_time_code(secret));
  await officer.getByRole('button', { name: '确认' }).click();
  await officer.locator('.codes li').first().waitFor();
  codes = await officer.locator('.codes li').allInnerTexts();
  equal(codes.length, 10, 'recovery codes:');
  await tidy(officer);
  await officer.getByRole('button', { name: '已收好' }).click();
  await officer.waitForURL((url) => url.pathname === '/');
  await settled(officer);
  truth((await officer.locator('h1').innerText()).startsWith('今日'), 'no Today');
});
await check('the secret is not shown again, and is not put in place by an open session', async () => {
  await officer.goto(base + '/me');
  await settled(officer);
  equal(await officer.getByRole('button', { name: '用身份验证器' }).count(), 0, 'a way to set it up again:');
  const csrf = await officer.evaluate(() => fetch('/api/session').then((answer) => answer.json()).then((session) => session.csrf));
  const status = await officer.evaluate((token) => fetch('/api/session/totp', { method: 'POST', headers: { 'X-CSRF-Token': token } }).then((answer) => answer.status), csrf);
  equal(status, 409, 'begun again:');
  no_complaints(officer);
});

const again = await open_page(browser);
async function ask_in(page, account, code) {
  await page.goto(base + '/login');
  await page.fill('input[name=account]', account);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.locator('input[name=code]').waitFor();
  await page.fill('input[name=code]', code);
  await page.click('button[type=submit]');
}
await check('log-in asks for the code; a used one is refused, the next one and a recovery code are taken once', async () => {
  await ask_in(again, 'sichuan01', '123456');
  await again.getByRole('alert').waitFor();
  await tidy(again);
  await ask_in(again, 'sichuan01', one_time_code(secret, 1));
  await again.waitForURL((url) => url.pathname === '/');
  await settled(again);
  for (const taken of [true, false]) {
    const other = await open_page(browser);
    await ask_in(other, 'sichuan01', codes[0]);
    if (taken) await other.waitForURL((url) => url.pathname === '/');
    else await other.getByRole('alert').waitFor();
    await other.context().close();
  }
});
const security = await open_page(browser);
await check('the security administrator resets it, and it is set up anew', async () => {
  await first_log_in(security, 'safety01');
  await security.waitForURL('**/accounts');
  await settled(security);
  const row = security.locator('tr').filter({ hasText: 'sichuan01' });
  await row.getByRole('button', { name: '重置第二重验证' }).click();
  const fresh = await security.locator('.el-dialog .secret').innerText();
  await security.keyboard.press('Escape');
  const page = await open_page(browser);
  await log_in(page, base, 'sichuan01', fresh.trim());
  await page.waitForURL('**/password');
  await page.context().close();
  no_complaints(security);
});
await check('a stand-in is arranged; the taker does the work in the other’s name, and ends it', async () => {
  const clerk = await open_page(browser);
  await first_log_in(clerk, 'muli01');
  run(data, 'account', 'add', 'muli02', '--name', '木里备岗', '--unit', '演示单位', '--area', '513422219', '--role', 'deputy_clerk');
  await security.goto(base + '/accounts');
  await settled(security);
  await security.getByRole('button', { name: '工作移交' }).click();
  const dialog = security.locator('.el-dialog');
  await dialog.locator('select').nth(0).selectOption('muli02');
  await dialog.locator('select').nth(1).selectOption('muli01');
  const today = new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
  await dialog.locator('input[type=date]').nth(0).fill(today);
  await dialog.locator('input[type=date]').nth(1).fill(today);
  await dialog.getByRole('button', { name: '工作移交' }).click();
  await security.getByText(`muli01 代办 muli02，${today} 至 ${today}`).waitFor();
  await tidy(security);
  await clerk.goto(base + '/me');
  await settled(clerk);
  await clerk.getByRole('button', { name: '代办 muli02 的工作' }).click();
  await clerk.waitForURL((url) => url.pathname === '/');
  await clerk.getByText('正在代办 muli02').waitFor();
  await clerk.goto(base + '/me');
  await settled(clerk);
  await tidy(clerk);
  await clerk.getByRole('button', { name: '结束代办' }).click();
  await clerk.waitForURL((url) => url.pathname === '/');
  await clerk.goto(base + '/me');
  await settled(clerk);
  await clerk.getByRole('button', { name: '代办 muli02 的工作' }).click();
  await clerk.getByText('正在代办 muli02').waitFor();
  await security.getByRole('button', { name: '提前结束' }).click();
  await security.waitForFunction(() => !document.querySelector('.covers'));
  await clerk.goto(base + '/');
  await clerk.waitForURL('**/login**');
  const rows = JSON.parse(run(data, 'audit', 'list', '--json')).items.map((row) => row.action);
  truth(rows.includes('stand_in_begin') && rows.includes('stand_in_end'), `the audit has ${rows.join(' ')}`);
  no_complaints(clerk);
});

await browser.close();
await world.end();
closing();
