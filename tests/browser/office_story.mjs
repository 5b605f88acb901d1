// A county clerk hands in a damaged file, reads the verdict, mends a cell; the province sees its board
// move without doing anything. Then every page in both languages, on a desk and on a telephone.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe_findings, log_in, open_browser, open_page, overflow, settled } from './browser.mjs';
import { check, citizen_id, closing, county, day, equal, make_world, person, run, sheet, truth } from './world.mjs';

const world = await make_world();
const { base } = world;
const browser = await open_browser();
const new_password = 'tulip-rain-42-lantern';

// The first log-in ends at the page that asks for a password of one's own.
async function first_log_in(page, account) {
  await log_in(page, base, account, world.accounts[account]);
  await page.waitForURL('**/password');
  await page.fill('input[name=old]', world.accounts[account]);
  await page.fill('input[name=new]', new_password);
  await page.fill('input[name=again]', new_password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/password');
}
const no_complaints = (page) => equal(page.complaints.splice(0), [], 'the browser complains:');

const clerk = await open_page(browser);
const officer = await open_page(browser);

await check('a wrong password is refused in words', async () => {
  await clerk.goto(base + '/login');
  await clerk.fill('input[name=account]', 'muli01');
  await clerk.fill('input[name=password]', 'not this one');
  await clerk.click('button[type=submit]');
  const words = await clerk.locator('[role=alert]').innerText();
  truth(words.length > 6 && !/[a-z]+\.[a-z_]+/.test(words), `words: ${words}`);
});
await check('the first log-in asks for a password of one’s own, then opens Today', async () => {
  await first_log_in(clerk, 'muli01');
  await settled(clerk);
  truth((await clerk.locator('h1').innerText()).startsWith('今日'), 'no Today');
  await first_log_in(officer, 'sichuan01');
  no_complaints(clerk);
});
await check('each page says that all people are synthetic, under a watermark of unit and name', async () => {
  truth(await clerk.getByText('合成数据').first().isVisible(), 'no synthetic mark');
  truth((await clerk.locator('svg.watermark text').first().textContent()).includes('木里信息员'), 'no watermark');
});

const exact = (page, area) => page.locator(`.tile[data-area="${area}"]`).getAttribute('title');
let before = '';
await check('the province’s board shows the city of the county', async () => {
  await officer.goto(base + '/board');
  await settled(officer);
  before = await exact(officer, '5134');
  truth(before.includes('6/10'), `the tile says ${before}`);
});

const damaged = join(world.folder, '木里_外出务工.csv');
const wrong_id = citizen_id(21).slice(0, 17) + (citizen_id(21)[17] === '0' ? '1' : '0');
writeFileSync(damaged, sheet([person(0), person(1), person(20, { wage: '86000' }), person(21, { citizen_id: wrong_id }), person(22, { home: '不存在的村' }), person(23)], '木里县外出务工台账（3月12日）,,,,,,,,,'));
await check('a damaged file is handed in; its line tells the verdict', async () => {
  await clerk.goto(base + '/parcels?register=worker');
  await settled(clerk);
  await clerk.setInputFiles('input[type=file]', damaged);
  const line = clerk.locator('.sending [role=status]').first();
  await clerk.waitForFunction(() => /收下/.test(document.querySelector('.sending [role=status]')?.textContent ?? ''));
  truth(/6 行/.test(await line.innerText()), await line.innerText());
  await clerk.locator('.sending a.button').first().click();
  await clerk.waitForURL('**/parcels/*');
  await settled(clerk);
});
const receipt = (page) => page.locator('table.receipt tr').evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.cells[0].textContent.trim(), row.cells[1].textContent.trim()])));
await check('the receipt closes: rows in = accepted + refused', async () => {
  const lines = await receipt(clerk);
  equal(Number(lines['来件行数']), Number(lines['＝ 收下']) + Number(lines['＋ 退回']), JSON.stringify(lines));
  equal(Number(lines['来件行数']), 6);
  truth(Number(lines['＋ 退回']) >= 1 && Number(lines['? 待核']) >= 1, JSON.stringify(lines));
});
await check('the sheet stands as it was sent, the wrong cells marked, with what is wrong and what to do', async () => {
  truth((await clerk.locator('td.mark-reject').count()) >= 1, 'no refused cell is marked');
  const question = clerk.locator('td.mark-question').first();
  truth((await question.innerText()).includes('86000'), await question.innerText());
  const reason = await clerk.locator('.reason').filter({ hasText: '86000' }).first().innerText();
  truth(/全年收入/.test(reason) && /核对/.test(reason), reason);
  const rows = await clerk.locator('.sheet tbody tr:not(.reasons)').count();
  await clerk.locator('h1').click();
  await clerk.keyboard.press('w');
  await clerk.waitForFunction((all) => document.querySelectorAll('.sheet tbody tr:not(.reasons)').length < all, rows);
  truth(clerk.url().includes('wrong=1'), 'the filter is not in the address');
  no_complaints(clerk);
});
await check('a cell is mended in place: preview of the change, then sent', async () => {
  const reason = clerk.locator('.reason').filter({ hasText: '86000' }).first();
  await reason.getByRole('button', { name: '补正' }).click();
  await reason.locator('.mend-input').fill('4300');
  await reason.getByRole('button', { name: '记下', exact: true }).click();
  await clerk.getByRole('button', { name: '预览并发送' }).click();
  const dialog = clerk.locator('.el-dialog');
  await dialog.getByText('4300').waitFor();
  await dialog.getByText('试查没有疑点').waitFor();
  await dialog.getByRole('button', { name: /^发送/ }).click();
  await clerk.getByText('处补正已写入').waitFor();
  await clerk.waitForFunction(() => !Array.from(document.querySelectorAll('.reason')).some((one) => one.textContent.includes('86000')));
  no_complaints(clerk);
});
await check('the province’s board has moved by itself', async () => {
  await officer.waitForFunction((old) => document.querySelector('.tile[data-area="5134"]')?.getAttribute('title') !== old, before);
  const after = await exact(officer, '5134');
  truth(after.includes('10/13'), `the tile says ${after}`);
  no_complaints(officer);
});
await check('the board goes down and up by keys, and into meeting mode without personal rows', async () => {
  await officer.locator('.tile[data-area="5134"]').focus();
  await officer.keyboard.press('Enter');
  await officer.waitForURL('**/board?area=5134');
  await settled(officer);
  await officer.keyboard.press('Backspace');
  await officer.waitForURL('**/board?area=51');
  await settled(officer);
  await officer.keyboard.press('f');
  await officer.waitForURL('**wall=1**');
  truth(await officer.locator('div.wall').isVisible(), 'no meeting mode');
  truth(!/\d{6,}\*|\*{3}/.test(await officer.locator('div.wall').innerText()), 'a personal cell on the wall');
  await officer.keyboard.press('Escape');
});
await check('what is half typed survives a reload and a session that ended', async () => {
  await clerk.goto(base + '/parcels');
  await settled(clerk);
  await clerk.getByRole('button', { name: '意见建议' }).click();
  await clerk.locator('.el-dialog textarea').fill('写到一半的意见');
  await clerk.reload();
  await settled(clerk);
  await clerk.getByRole('button', { name: '意见建议' }).click();
  equal(await clerk.locator('.el-dialog textarea').inputValue(), '写到一半的意见');
  await clerk.context().clearCookies();
  await clerk.locator('.el-dialog').getByRole('button', { name: '提交', exact: true }).click();
  await clerk.waitForURL('**/login**');
  await clerk.fill('input[name=account]', 'muli01');
  await clerk.fill('input[name=password]', new_password);
  await clerk.click('button[type=submit]');
  await clerk.waitForURL('**/parcels');
  await settled(clerk);
  await clerk.getByRole('button', { name: '意见建议' }).click();
  equal(await clerk.locator('.el-dialog textarea').inputValue(), '写到一半的意见');
  await clerk.locator('.el-dialog').getByRole('button', { name: '提交', exact: true }).click();
  await clerk.getByText('已提交').waitFor();
});
await check('a question that is true is explained; the place above approves it on its own page', async () => {
  const high = join(world.folder, 'high.csv');
  writeFileSync(high, sheet([person(30, { wage: '87000' })]));
  run(world.data, 'parcel', 'take', high, '--register', 'worker', '--area', county, '--day', day);
  await clerk.goto(base + '/findings?rule=wage_too_high');
  await settled(clerk);
  await clerk.getByRole('button', { name: '情况属实' }).click();
  await clerk.locator('textarea[name=reason]').fill('挖掘机手，工资条可查');
  await clerk.locator('input[name=evidence]').fill('工资条3号');
  await clerk.getByRole('button', { name: '送上一级审批' }).click();
  await clerk.locator('.said.asked').waitFor();
  equal(await clerk.getByRole('button', { name: '同意', exact: true }).count(), 0, 'the sender may approve:');
  await officer.goto(base + '/');
  await settled(officer);
  await officer.locator('.item').filter({ hasText: '情况说明等您审批' }).getByRole('link').click();
  await officer.waitForURL('**/explanations?**');
  await settled(officer);
  truth((await officer.locator('.said').innerText()).includes('工资条3号'), 'no evidence is shown');
  await officer.getByRole('button', { name: '同意', exact: true }).click();
  await officer.getByText('没有待审批的情况说明').waitFor();
  await clerk.locator('.said.approved').waitFor();
  truth((await clerk.locator('main').innerText()).includes('其中已说明 1 处'), 'it is not counted apart');
  no_complaints(clerk);
});
await check('records are chosen and confirmed together; the record says which cells are', async () => {
  await officer.goto(base + `/records/worker?area=${county}`);
  await settled(officer);
  await officer.locator('tbody input[type=checkbox]').nth(0).check();
  await officer.locator('tbody input[type=checkbox]').nth(1).check();
  await officer.getByRole('button', { name: '核实所选 2 条' }).click();
  await officer.locator('.el-dialog select[name=way]').selectOption('2');
  await officer.locator('.el-dialog').getByRole('button', { name: '确认核实 2 条' }).click();
  await officer.getByText('已核实 2 条').waitFor();
  equal(await axe_findings(officer), [], 'axe:');
  await officer.locator('.el-dialog').getByRole('button', { name: '关闭' }).click();
  await officer.waitForFunction(() => document.querySelectorAll('tbody td.good').length === 2);
  await officer.locator('tbody a').first().click();
  await officer.getByRole('heading', { name: '核实情况' }).waitFor();
  equal(await officer.locator('.groups .muted').count(), 0, 'groups that are not confirmed:');
  no_complaints(officer);
});
await check('correction workbooks are fetched one a village, encrypted', async () => {
  await clerk.goto(base + `/findings?area=${county}`);
  await settled(clerk);
  await clerk.getByRole('button', { name: '下载补正表' }).click();
  await clerk.locator('.el-dialog input[value=village]').check();
  await clerk.locator('.el-dialog input[name=archive]').fill('水田-雨伞-42');
  equal(await axe_findings(clerk), [], 'axe:');
  const coming = clerk.waitForEvent('download');
  await clerk.locator('.el-dialog').getByRole('button', { name: '下载', exact: true }).click();
  const file = await coming;
  truth(file.suggestedFilename().endsWith('.zip'), file.suggestedFilename());
  const bytes = readFileSync(await file.path());
  equal([bytes[0], bytes[1], bytes[6] & 1], [0x50, 0x4b, 1], 'a zip whose first file is encrypted:');
  no_complaints(clerk);
});
await check('a stranger’s page says that it is not open, without a hint of what it holds', async () => {
  await clerk.goto(base + '/board?area=44');
  await clerk.getByRole('alert').waitFor();
  truth(!/广东/.test(await clerk.locator('main').innerText()), 'names what is not the clerk’s');
});

// Every page: both languages, a desk's width and a telephone's, no serious finding of axe.
const pages = ['/', '/board', '/parcels', '/findings', '/records/worker', '/figures/worker_record_complete', '/figures/workers_out', '/suggestions', '/about'];
for (const [lang, width, theme] of [['zh', 1366, 'light'], ['en', 1366, 'dark'], ['zh', 390, 'dark'], ['en', 390, 'light']]) {
  const page = await open_page(browser, { lang, theme, width, height: width === 390 ? 844 : 768 });
  await log_in(page, base, 'muli01', new_password);
  for (const path of pages) {
    await check(`${path} in ${lang}, ${width} px, ${theme}`, async () => {
      await page.goto(base + path);
      await settled(page);
      truth(!(await page.locator('.is-error').count()), await page.locator('main').innerText());
      truth((await overflow(page)) <= 0, `${await overflow(page)} px too wide`);
      truth(!/\b(today|board|parcels|findings|records|figure|told|word|state)\.[a-z_]+\b/.test(await page.locator('main').innerText()), 'a word without text');
      equal(await axe_findings(page), [], 'axe:');
      no_complaints(page);
    });
  }
  await page.context().close();
}
await check('the administrators see their own pages and no data', async () => {
  for (const [account, path] of [['safety01', '/accounts'], ['audit01', '/audit']]) {
    const page = await open_page(browser);
    await first_log_in(page, account);
    await page.waitForURL('**' + path);
    await settled(page);
    truth(await page.locator('main table.grid tbody tr').first().isVisible(), `nothing on ${path}`);
    equal(await page.locator('nav.pages a', { hasText: '记录' }).count(), 0, 'a page of data is offered:');
    equal(await axe_findings(page), [], 'axe:');
    no_complaints(page);
  }
});

await browser.close();
await world.end();
closing();
