// A clerk's working day: a file with headings of its own, the mailbox of findings, a bulk mend that is
// taken back, an explanation on the list of the place above, records found again by a saved view.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe_findings, log_in, open_browser, open_page, overflow, settled } from './browser.mjs';
import { check, closing, county, day, equal, make_world, person, run, sheet, truth } from './world.mjs';

const world = await make_world();
const { base } = world;
const browser = await open_browser();
const password = 'tulip-rain-42-lantern';
async function first_log_in(page, account) {
  await log_in(page, base, account, world.accounts[account]);
  await page.waitForURL('**/password');
  await page.fill('input[name=old]', world.accounts[account]);
  await page.fill('input[name=new]', password);
  await page.fill('input[name=again]', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/password');
}
async function tidy(page) {
  equal(await axe_findings(page), [], 'axe:');
  truth((await overflow(page)) <= 0, `${await overflow(page)} px too wide`);
  equal(page.complaints.splice(0), [], 'the browser complains:');
}
const own = '人员编号,姓名,证件号码,机号,户籍地（村）,务工所在地（县）,外出时间,做活的地方,月收人,就业渠道';
const file = (name, rows) => {
  const path = join(world.folder, name);
  writeFileSync(path, '\ufeff' + [own, ...rows].join('\r\n') + '\r\n');
  return path;
};
const number = async (page, name) => Number((await page.locator('.tried .receipt tr', { hasText: name }).locator('td').innerText()).trim());

const clerk = await open_page(browser);
const officer = await open_page(browser);
await first_log_in(clerk, 'muli01');
await check('a file whose key column nobody knows is refused; its headings are said what they are', async () => {
  await clerk.goto(base + '/parcels');
  await settled(clerk);
  await clerk.locator('select.field').first().selectOption('worker');
  await clerk.setInputFiles('input[type=file]', file('乡里的表.csv', [person(40), person(41), person(42)]));
  await clerk.getByRole('link', { name: '看结果' }).click();
  await settled(clerk);
  const box = clerk.locator('section', { has: clerk.locator('#headings') });
  truth((await box.innerText()).includes('做活的地方'), 'the heading is not listed');
  equal(await box.getByLabel('“月收人”读作').inputValue(), 'wage_month_yuan', 'the misspelt one is guessed:');
  await box.getByLabel('“人员编号”读作').selectOption({ label: '人编号（必须有）' }).catch(() => undefined);
  await box.getByLabel('“做活的地方”读作').selectOption({ label: '务工企业名称' });
  await box.getByRole('button', { name: '试读' }).click();
  await box.locator('.tried').waitFor();
  equal(await number(clerk, '＝ 收下'), 3, 'rows of the trial:');
  await tidy(clerk);
  await box.getByRole('button', { name: '记住，并重新读入这份文件' }).click();
  await clerk.locator('.sheet').getByText('做活的地方→务工企业名称').waitFor();
  equal((await clerk.locator('.receipt .good').first().innerText()).trim(), '3', 'rows taken:');
});
await check('the next file of that layout is read so at once', async () => {
  run(world.data, 'parcel', 'take', file('又一份.csv', [person(43)]), '--register', 'worker', '--area', county, '--day', day);
  const { items } = JSON.parse(run(world.data, 'parcel', 'list', '--json'));
  equal(items[items.length - 1].rows_in, 1, 'rows:');
});
await check('the mailbox: the weightiest first, chosen together, previewed, sent and taken back', async () => {
  const wages = join(world.folder, 'wages.csv');
  writeFileSync(wages, sheet([50, 51, 52].map((at) => person(at, { wage: '86000' }))));
  run(world.data, 'parcel', 'take', wages, '--register', 'worker', '--area', county, '--day', day);
  await clerk.goto(base + '/findings');
  await settled(clerk);
  const order = (await clerk.locator('.mail .grade').allInnerTexts()).map((text) => ['✕', '?', 'i'].indexOf(text.trim()[0]));
  equal(order, order.slice().sort(), 'the order of weights:');
  await clerk.goto(base + '/findings?rule=wage_too_high');
  await settled(clerk);
  equal(await clerk.locator('.mail').count(), 3, 'questions:');
  await clerk.getByRole('button', { name: '选中同规则 3 条' }).click();
  await clerk.keyboard.press('e');
  await clerk.locator('.detail .mend-input').fill('4300');
  await clerk.getByRole('button', { name: '3 处都这样改' }).click();
  await clerk.getByRole('button', { name: '预览并发送' }).click();
  await clerk.getByText('试查：3 处改动，涉及 3 行；3 行可写入，0 行会被退回。').waitFor();
  await clerk.locator('.el-dialog').getByRole('button', { name: '发送 3 处' }).click();
  await clerk.getByText('这个条件下没有疑点').waitFor();
  await tidy(clerk);
  await clerk.reload();
  await settled(clerk);
  await clerk.getByRole('button', { name: '撤回刚发送的 3 处' }).click();
  await clerk.getByText('已撤回，3 处恢复原样').waitFor();
  await clerk.waitForFunction(() => document.querySelectorAll('.mail').length === 3);
});
await check('an explanation stands on the list of the place above, is decided there, and kept', async () => {
  await clerk.locator('.detail').getByRole('button', { name: '情况属实' }).click();
  await clerk.locator('textarea[name=reason]').fill('挖掘机手，工资条可查');
  await clerk.getByRole('button', { name: '送上一级审批' }).click();
  await clerk.locator('.said.asked').waitFor();
  await first_log_in(officer, 'sichuan01');
  await officer.goto(base + '/explanations');
  await settled(officer);
  truth((await officer.locator('li.panel').innerText()).includes('挖掘机手'), 'the reason is not shown');
  await tidy(officer);
  await officer.getByRole('button', { name: '同意', exact: true }).click();
  await officer.getByText('没有待审批的情况说明').waitFor();
  await officer.getByRole('button', { name: '已审批' }).click();
  await officer.locator('.said.approved').waitFor();
  await tidy(officer);
});
await check('a view of the records is saved without its personal condition, and found again', async () => {
  await clerk.goto(base + `/records/worker?area=${county}&where=employer:missing:&where=phone:eq:13800001000&columns=person_id,employer`);
  await settled(clerk);
  await clerk.getByRole('button', { name: '存为我的视图' }).click();
  await clerk.fill('input[name=view]', '没填企业的');
  await clerk.getByRole('button', { name: '存下', exact: true }).click();
  await clerk.getByText('含个人信息的 1 个条件没有存').waitFor();
  truth(!(await clerk.evaluate(() => JSON.stringify(localStorage))).includes('13800001000'), 'a telephone is kept on the machine');
  await clerk.goto(base + '/records/worker');
  await settled(clerk);
  await clerk.getByLabel('我的视图').selectOption({ label: '没填企业的' });
  await clerk.waitForURL('**where=employer:missing**');
  await settled(clerk);
  equal(await clerk.locator('table.grid tbody tr').count(), 4, 'records without a firm:');
  await tidy(clerk);
});
await check('two days of a record side by side have an address', async () => {
  await clerk.locator('table.grid tbody a').first().click();
  await settled(clerk);
  await clerk.getByRole('button', { name: '比较两天' }).click();
  await clerk.waitForURL('**first=**second=**');
  await clerk.reload();
  await settled(clerk);
  truth(await clerk.locator('.compare').isVisible(), 'the comparison is gone after a reload');
  await tidy(clerk);
});

await browser.close();
await world.end();
closing();
