// A small office made for a test: a data folder with one county's people, accounts, and the server
// with its pages on a port of its own. All people are made up.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = process.env.DIAODU_ROOT ?? fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.DIAODU ?? join(root, 'build/release/diaodu');
export const county = '513422';
export const village = '513422219203';
export const day = '2020-03-12';

function check_digit(seventeen) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(seventeen[index]), 0);
  return '10X98765432'[sum % 11];
}
export function citizen_id(number) {
  const seventeen = `${county}198${number % 10}0${1 + (number % 9)}1${number % 9}${String(100 + number).padStart(3, '0')}`;
  return seventeen + check_digit(seventeen);
}
const headings = '人编号,姓名,证件号码,联系电话,户籍地（村）,务工所在地（县）,外出时间,务工企业名称,务工月收入,就业渠道';
// A complete person, but for what is told otherwise.
export function person(number, other = {}) {
  const row = {
    id: `T513422${String(number).padStart(4, '0')}`, name: '合成' + '甲乙丙丁戊己庚辛'[number % 8], citizen_id: citizen_id(number), phone: `1380000${String(1000 + number)}`,
    home: village, work: '440305', out: '2020-02', employer: `合成工厂${number}`, wage: String(3000 + number), channel: '自主外出', ...other,
  };
  return Object.values(row).join(',');
}
export function sheet(rows, note = '') {
  return '\ufeff' + [...(note ? [note] : []), headings, ...rows].join('\r\n') + '\r\n';
}

export function run(data, ...args) {
  return execFileSync(program, [...args, '--data', data], { encoding: 'utf8', cwd: root, env: { ...process.env, LANG: 'C.UTF-8' }, stdio: ['ignore', 'pipe', 'pipe'] });
}

export async function make_world() {
  const folder = mkdtempSync(join(tmpdir(), 'diaodu-browser.'));
  const data = join(folder, 'data');
  run(data, 'init', '--pack', join(root, 'packs/relief-2020'));
  const first = join(folder, 'first.csv');
  // Ten people of whom four have no employer yet: 60 % complete.
  writeFileSync(first, sheet(Array.from({ length: 10 }, (_, index) => person(index, index < 4 ? { employer: '' } : {}))));
  run(data, 'parcel', 'take', first, '--register', 'worker', '--area', county, '--day', day);
  const accounts = {};
  for (const [account, area, role, name] of [
    ['muli01', county, 'clerk', '木里信息员'],
    ['sichuan01', '51', 'officer', '省业务员'],
    ['safety01', 'cn', 'security_admin', '安全管理员'],
    ['audit01', 'cn', 'audit_admin', '审计管理员'],
  ]) {
    // An administrator's place is where the office is; he may read no place.
    const place = role.endsWith('_admin') ? '--unit-area' : '--area';
    const answer = JSON.parse(run(data, 'account', 'add', account, '--name', name, '--unit', '演示单位', place, area, '--role', role, '--json'));
    accounts[account] = answer.items[0].password;
  }
  const server = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data', data, '--lang', 'en'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const base = await new Promise((resolve, reject) => {
    let said = '';
    const hear = (text) => {
      said += text;
      const found = /http:\/\/[\w.:[\]]+/.exec(said);
      if (found) resolve(found[0]);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  const end = async () => {
    server.removeAllListeners('exit');
    await new Promise((resolve) => {
      server.on('exit', resolve);
      server.kill('SIGTERM');
    });
    rmSync(folder, { recursive: true, force: true });
  };
  return { base, folder, data, accounts, end };
}

let passed = 0;
let failed = 0;
export async function check(name, act) {
  try {
    await act();
    passed += 1;
    console.log(`  ok  ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`  NOT ${name}\n      ${String(error.stack ?? error).split('\n').slice(0, 6).join('\n      ')}`);
  }
}
export function equal(got, wanted, what = '') {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what} got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
export function truth(value, what) {
  if (!value) throw new Error(what);
}
// A browser that died ends the story with its count, not with a stack of its own.
process.on('unhandledRejection', (reason) => {
  failed += 1;
  console.log(`  NOT the story went on: ${reason}`);
});
export function closing() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
