// A stand-in for `diaodu serve` while pages are worked on: node mock/server.mjs [port]. Serves dist/
// too, with the same content security policy. Never part of the program.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import * as mock from './data.mjs';

const port = Number(process.argv[2] ?? 8090);
const { brief, children_of, code, days, findings, indicators, level_of, name_of, pack, path_of, ratio, record, show, standing, state_of } = mock;
const people = {
  'nation01': ['全国调度员', '国务院扶贫办（演示）', ''], 'sichuan01': ['省调度员', '四川省扶贫开发局（演示）', '51'],
  'muli01': ['阿木', '木里县扶贫开发局（演示）', '513422'], 'first01': ['新来的', '木里县扶贫开发局（演示）', '513422'],
};
let me = null;
let round = 41;
const last = days[days.length - 1];
const streams = new Set();
const uploads = new Map();
const words = (zh, en) => ({ zh, en });
const page = (items, more = {}) => ({ items, day: last, round: String(round), next: null, ...more });
const all_rights = 'parcel_read parcel_take parcel_return parcel_withdraw nil_report suspend_report finding_read finding_mend finding_export record_read record_unmask record_export record_verify figure_read figure_trace standing_read live_read suggestion_write suggestion_handle pack_read account_read account_manage token_own audit_read'.split(' ');
const session = () => ({ account: me, name: people[me][0], unit: people[me][1], roles: [{ role: 'officer', name: words('业务员', 'officer') }], grants: [grant_of(people[me][2])], on_behalf_of: null, may_stand_in_for: [], has_second_factor: false, idle_seconds_left: 1800, area: show(people[me][2]), area_name: name_of(people[me][2]), level: level_of(people[me][2]), rights: all_rights, csrf: 'c'.repeat(32), masked: true, purposes: ['入户核实', '电话核实', '部门比对', '资金发放', '群众申诉', '审计检查'], must_change_password: me === 'first01', watermark: people[me][1], language: 'zh', languages: ['zh', 'en'], pack: { id: pack.id, version: '1', name: pack.name, synthetic: true }, last_day: last, round: String(round) });
const until = (day) => days.slice(0, days.indexOf(day) + 1);
const spark = (area, day) => until(day).map((one) => ({ day: one, value: ratio(area, one), shown: null, figure: null }));

function board(query) {
  const area = code(query.get('area') ?? show(people[me][2]));
  const day = query.get('day') ?? last;
  const places = children_of(area);
  const ranked = places.filter((place) => ['reported', 'nil'].includes(state_of(place)) && standing(place, day, 1).value).sort((a, b) => Number(ratio(b, day).n) / Number(ratio(b, day).d) - Number(ratio(a, day).n) / Number(ratio(a, day).d));
  const on = area.length <= 2;
  const tiles = places.map((place) => ({ ...standing(place, day, on && ranked.includes(place) ? ranked.indexOf(place) + 1 : null), spark: standing(place, day).value ? spark(place, day) : [], explained: 0, has_children: children_of(place).length > 0 })).sort((a, b) => Number(a.met) - Number(b.met) || (a.place ?? 999) - (b.place ?? 999));
  const states = { reported: 0, nil: 0, silent: 0, returned: 0, suspended: 0, not_expected: 0 };
  for (const tile of tiles) states[tile.not_ranked === 'not_expected' ? 'not_expected' : tile.state] += 1;
  const own = standing(area, day, null);
  const line = (id, value, zh, en) => ({ indicator: id, name: indicators.find((one) => one.indicator === id).name, unit: indicators.find((one) => one.indicator === id).unit, value, shown: null, before: null, delta: id === 'workers_out' ? '1204' : '3.4', sentence: words(zh, en), spark: spark(area, day), figure: '77', higher_is_better: true });
  const complete = ratio(area, day);
  const fields = mock.columns.filter((one) => one[4] === 'expected');
  return {
    area: show(area), name: name_of(area), level: level_of(area), path: path_of(area), day, last_day: last, round: String(round), target: brief, targets: [brief], indicator: query.get('indicator') ?? brief.indicator,
    sentence: words(`截至${Number(day.slice(5, 7))}月${Number(day.slice(8))}日，${Math.round(Number(complete.d) / 1000) / 10}万名外出务工人员中，${((Number(complete.n) / Number(complete.d)) * 100).toFixed(1)}%的记录完整。`, `By ${day}, ${((Number(complete.n) / Number(complete.d)) * 100).toFixed(1)} % of the records of ${complete.d} people working away are complete.`),
    headlines: [line('worker_record_complete', complete, '必填项都已填或已说明的记录所占比例。', 'Records whose needed cells are filled or explained.'), line('workers_out', complete.d, '台账登记的外出务工人员，一人计一次。', 'People entered, each once.'), line('worker_verified', ratio(area, day, 'v'), '各组信息都经人核实的记录所占比例。', 'Records of which each group was verified.'), line('records_touched', '31860', '当日修改的与核实无变化的记录之和。', 'Records changed or confirmed today.')],
    own, tiles, ranking: { on, basis: on ? '日调度、日排名、日提醒（2020年3月）' : '市以下不排位，只看进度', end: on ? '2020-03-31' : null }, states,
    silent: tiles.filter((one) => one.state === 'silent').map(({ area, name }) => ({ area, name })), suspended: tiles.filter((one) => one.state === 'suspended').map(({ area, name }) => ({ area, name })),
    heat: { indicator: 'worker_field_filled', columns: fields.map(([column, zh, en]) => ({ column, title: words(zh, en) })), rows: tiles.filter((one) => one.value).map((one) => ({ area: one.area, name: one.name, verified: ratio(code(one.area), day, 'v'), cells: fields.map(([column]) => ({ column, filled: ratio(code(one.area), day, column), explained: { n: '12', d: ratio(code(one.area), day, column).d }, figure: null })) })) },
    trend: spark(area, day), forecast_day: own.met ? null : '2020-03-14', goal: '0.98', synthetic: true,
  };
}
function today(query) {
  const area = code(query.get('area') ?? show(people[me][2]));
  const item = (kind, weight, n, zh, en, text_zh, text_en, actions, due = '2020-03-18') => ({ kind, weight, count: n, register: 'worker', rule: null, column: null, area: show(area), title: words(zh, en), text: words(text_zh, text_en), due, actions });
  return {
    items: [
      item('missing', 'red', 312, '312条信息缺“务工企业名称”', '312 records lack "Employer"', '发起：县局　依据：日调度通知', 'by the county office; basis: daily dispatch', [{ verb: 'download', path: '/api/findings/workbook?column=employer' }, { verb: 'mend', path: '/records/worker?where=employer:missing:' }]),
      item('findings', 'amber', 18, '18人月收入像是年收入', '18 wages look like a year’s', '“务工月收入”大于30000元。', 'The wage a month is over 30,000 yuan.', [{ verb: 'look', path: '/findings?rule=wage_too_high' }]),
      item('unreadable', 'red', 1, '1份文件读不了', '1 file cannot be read', '瓦厂镇.xls 是旧格式。', '瓦厂镇.xls is of the old format.', [{ verb: 'look', path: '/parcels?state=unreadable' }], null),
      item('returned', 'plain', 1, '1份文件被退回', '1 file was sent back', '原因：缺三个村。', 'Reason: three villages are missing.', [{ verb: 'send', path: '/parcels' }], '2020-03-13'),
    ],
    area: show(area), name: name_of(area), day: last, round: String(round), standing: standing(area, last, area.length === 2 ? 3 : null), trend: spark(area, last), ranking: { on: area.length <= 2, basis: null, end: null },
    unsent: children_of(area).filter((one) => state_of(one) === 'silent').map((one) => ({ area: one, name: name_of(one) })), next: words('预计明日过98%。', 'Over 98 % expected tomorrow.'), parcels_today: 14, synthetic: true,
  };
}
const open = () => findings.filter((one) => !mock.ended.has(one.finding));
function verdict(state = 'taken', more = {}) {
  const rejects = open().filter((one) => one.grade === 'reject').length;
  return { parcel: '101', register: 'worker', area: '513422', area_name: name_of('513422'), day: last, actor: me, state, full: false, file_name: '木里县_外出务工_3月13日.xlsx', file_sha256: 'ab'.repeat(32), format: 'xlsx', encoding: null, same_as: null, error: null, rows_in: 400, rows_left_out: 2, round: String(round), headings: [{ sheet: 0, sheet_name: '务工', column_no: 11, heading: '备注二', column: null }], rows_new: 38, rows_changed: 261, rows_unchanged: 101 - rejects, rows_ended: 0, cells_changed: 702, rows_accepted: 400 - rejects, rows_refused: rejects, rejects, questions: open().filter((one) => one.grade === 'question').length, notes: open().filter((one) => one.grade === 'note').length, findings: open().slice(0, 1000), dry_run: false, ...more };
}
const parcel = ({ findings: _f, dry_run: _d, rows_new: _n, rows_changed: _c, rows_unchanged: _u, rows_ended: _e, cells_changed: _cc, rows_accepted: _a, rows_refused: _r, rejects: _rj, questions: _q, notes: _nt, ...rest }) => rest;
function sheet(query) {
  const wrong = query.get('wrong_only') === 'true';
  const from = Number(query.get('from') ?? 4);
  const letters = 'ABCDEFGHIJK';
  const heads = mock.columns.slice(0, 10);
  const rows = [];
  let row = from;
  for (; rows.length < 60 && row < 404; row += 1) {
    const here = open().filter((one) => one.row === row);
    if (wrong && here.length === 0) continue;
    const data = record(row, true);
    rows.push({ row, mark: here[0]?.grade ?? null, findings: [], cells: heads.map(([name], index) => { const mine = here.filter((one) => one.cell === letters[index] + row || one.column === name); return { text: mine[0]?.shown ?? String(data[name] ?? ''), mark: mine[0]?.grade ?? null, findings: mine.map((one) => one.finding) }; }) });
  }
  return { parcel: '101', sheet: 0, sheet_name: '务工', sheets: 2, columns: [...heads.map(([name, zh, en], index) => ({ column_no: index, letter: letters[index], heading: zh, column: name, title: words(zh, en) })), { column_no: 10, letter: 'K', heading: '备注二', column: null, title: null }], rows, findings: open(), next: row < 404 ? row : null, masked: true };
}
function seal() {
  round += 1;
  mock.lift();
  for (const stream of streams) {
    stream.write(`event: progress\ndata: {"stage":"finding","done":120,"total":400}\n\n`);
    setTimeout(() => stream.write(`event: round\nid: ${round}\ndata: {"round":"${round}","day":"${last}"}\n\n`), 400);
  }
}
const suggestions = [{ suggestion: '1', page: '/board', text: '热力表能不能只看我们市？', actor: '阿木', area: '513422', happened_at: '2020-03-12T03:20:00Z', state: 'done', answer: '点地方名称即可只看下级。', answered_by: '省调度员' }];
const area_item = (area) => ({ area: show(area), name: name_of(area), level: level_of(area), path: path_of(area), has_children: children_of(area).length > 0 });
const grant_of = (area) => ({ area: show(area), side: 'home', register: null, columns: 'personal', area_name: name_of(area) });
const accounts = () => Object.entries(people).map(([account, [name, unit, area]]) => ({ account, name, unit_area: show(area), unit_area_name: name_of(area), unit_name: unit, phone: '138****0000', roles: ['officer'], grants: [grant_of(area)], state: 'active', must_change_password: account === 'first01', second_factor: null, created_at: '2020-03-01T01:20:00Z', changed_at: null, last_log_in_at: account === 'first01' ? null : '2020-03-13T01:20:00Z' }));

function answer(method, path, query, body) {
  if (path === '/api/session' && method === 'POST') {
    if (!people[body.account] || body.password !== 'demo') return [401, problem(401, 'access.wrong_password', '账号或密码不对。', '连续输错五次会锁定15分钟。')];
    me = body.account;
    return [201, session()];
  }
  if (!me) return [401, problem(401, 'access.no_session', '请先登录。', null)];
  if (path === '/api/session') return method === 'DELETE' ? ((me = null), [204, null]) : [200, session()];
  if (path === '/api/session/password') return body.new.length < 10 ? [422, problem(422, 'access.password_short', '新密码至少10个字符。', '可以用几个词连起来。')] : ((me = 'muli01'), [200, session()]);
  if (path === '/api/today') return [200, today(query)];
  if (path === '/api/board') return [200, board(query)];
  if (path === '/api/pack') return [200, pack];
  if (path === '/api/about') return [200, { program: 'Diaodu 调度', version: '0.1.0', pack: { id: pack.id, version: '1', name: pack.name, synthetic: true }, day: last, round: String(round), engine: 'mock', synthetic: true, map_number: null }];
  if (path === '/api/uploads') { const id = 'u' + (uploads.size + 1); uploads.set(id, { upload: id, file_name: body.file_name, bytes: body.bytes, offset: 0, complete: body.bytes === 0 }); return [201, uploads.get(id)]; }
  if (path.startsWith('/api/uploads/')) { const upload = uploads.get(path.split('/')[3]); if (!upload) return [404, problem(404, 'api.none', '没有这个上传。', null)]; if (method === 'PATCH') { upload.offset += body.length; upload.complete = upload.offset >= upload.bytes; } return [200, upload]; }
  if (path === '/api/parcels' && method === 'POST') { setTimeout(seal, 300); return [201, page([verdict('taken', { file_name: uploads.get(body.upload)?.file_name, dry_run: Boolean(body.dry_run) })])]; }
  if (path === '/api/parcels') { const states = ['taken', 'same_file', 'unreadable', 'withdrawn', 'nil', 'returned']; return [200, page(states.filter((one) => !query.get('state') || one === query.get('state')).map((one, index) => parcel(verdict(one, { parcel: String(101 + index), file_name: one === 'nil' ? null : verdict().file_name }))))]; }
  if (/^\/api\/parcels\/\d+\/sheet$/.test(path)) return [200, sheet(query)];
  if (/^\/api\/parcels\/\d+$/.test(path)) return [200, verdict(path.endsWith('103') ? 'unreadable' : 'taken', path.endsWith('103') ? { error: { code: 'sheet.old_xls', message: words('这是旧的 .xls 格式，暂时读不了。', 'This is an old .xls workbook.'), hint: words('请在 WPS 或 Excel 中另存为 .xlsx 再报。', 'Save it as .xlsx and send it again.'), place: null, params: {} } } : {})];
  if (/^\/api\/parcels\/\d+\/(withdraw|return)$/.test(path)) return [200, verdict('withdrawn')];
  if (path === '/api/reports/nil') return [201, verdict('nil')];
  const wanted = () => open().filter((one) => ['rule', 'column', 'grade', 'parcel'].every((name) => !query.get(name) || one[name] === query.get(name)) && (!query.get('area') || one.area.startsWith(code(query.get('area')))));
  if (path === '/api/findings') { const all = wanted(); const at = Number(query.get('after') ?? 0); return [200, page(all.slice(at, at + 100), { next: at + 100 < all.length ? String(at + 100) : null })]; }
  if (path === '/api/findings/summary') {
    const groups = new Map();
    for (const one of wanted()) { const key = query.get('by') === 'place' ? one.area.slice(0, 9) : one[query.get('by') ?? 'rule']; const group = groups.get(key) ?? { key, name: query.get('by') === 'place' ? words(name_of(key), name_of(key)) : query.get('by') === 'column' ? words(mock.columns.find((c) => c[0] === key)[1], mock.columns.find((c) => c[0] === key)[2]) : one.says, grade: query.get('by') === 'rule' ? one.grade : null, register: 'worker', count: 0, rows: 0 }; group.count += 1; group.rows += 1; groups.set(key, group); }
    return [200, page(Array.from(groups.values()).sort((a, b) => b.count - a.count), { total: wanted().length, explained: 0 })];
  }
  if (path === '/api/findings/mend') {
    const changes = body.items.flatMap((item) => Object.entries(item.values).map(([column, after]) => ({ finding: item.finding, id: findings.find((one) => one.finding === item.finding)?.id ?? null, column, before: findings.find((one) => one.finding === item.finding)?.shown ?? null, after })));
    if (!body.preview) { body.items.forEach((item) => mock.ended.add(item.finding)); setTimeout(seal, 200); }
    return [body.preview ? 200 : 201, { verdicts: [verdict('taken', { findings: [], rows_in: body.items.length, rows_accepted: body.items.length, rows_refused: 0 })], changes, preview: Boolean(body.preview) }];
  }
  const columns = mock.columns.map(([column, zh, en]) => ({ column, title: words(zh, en) }));
  if (path === '/api/records/worker') { const at = Number(query.get('after') ?? 0); const only = query.get('columns')?.split(',') ?? columns.map((one) => one.column); return [200, page(Array.from({ length: 100 }, (_, index) => record(at + index, true)), { next: String(at + 100), columns: columns.filter((one) => only.includes(one.column)), masked: true })]; }
  if (/^\/api\/records\/worker\/\d+\/compare$/.test(path)) return [200, { record: '1', register: 'worker', first_day: query.get('first'), second_day: query.get('second'), masked: true, cells: columns.map(({ column, title }, index) => ({ column, title, first: index === 8 ? null : String(record(7, true)[column] ?? ''), second: String(record(7, true)[column] ?? ''), changed: index === 8 })) }];
  if (/^\/api\/records\/worker\/\d+$/.test(path)) {
    const { _record, _area, _missing, ...values } = record(Number(path.split('/')[4]) - 7000000000000000, true);
    const version = (parcel_id, day, changed, to) => ({ parcel: parcel_id, day_from: day, round_from: '3', round_to: to, sheet: 0, row: 17, file_name: '木里县_外出务工.xlsx', changed, values });
    return [200, { record: _record, register: 'worker', area: _area, area_name: '木里藏族自治县 乔瓦镇', values, shown: { channel: words('政府组织', 'government') }, missing: _missing, explained: [], groups: [], columns, findings: findings.slice(0, 1), history: [version('101', '2020-03-12', ['wage_month_yuan', 'employer'], null), version('101', '2020-03-09', ['phone'], '9'), version('101', '2020-03-06', [], '5')], masked: true, day: last, round: String(round) }];
  }
  const figure = (area, value, more = {}) => ({ figure: '77' + area, indicator: query.get('indicator'), area: show(area), name: name_of(area), axis: null, part: null, part_name: null, day: last, asked_day: last, value, shown: null, round_from: '3', ...more });
  const brief_of = indicators.find((one) => one.indicator === query.get('indicator')) ?? indicators[0];
  const value = (area, day) => (brief_of.kind === 'ratio' ? ratio(area, day) : ratio(area, day).d);
  const more = { indicator: brief_of, sentence: board(query).sentence };
  const area = code(query.get('area') ?? '');
  if (path === '/api/figures/series') return [200, page(days.map((day) => figure(area, value(area, day), { day, asked_day: day })), more)];
  if (path === '/api/figures') return [200, page(query.get('children') ? children_of(area).map((one) => figure(one, value(one, last))) : query.get('by') ? [['in_county', '县内', 0.16], ['in_province', '省内县外', 0.28], ['out_of_province', '省外（含境外）', 0.51], ['unfilled', '未填', 0.05]].map(([part, zh, share]) => figure(area, String(Math.round(Number(ratio(area, last).d) * share)), { axis: query.get('by'), part, part_name: words(zh, part) })) : [figure(area, value(area, last))], more)];
  if (path.startsWith('/api/figures/')) {
    const step = (kind, zh, more = {}) => ({ kind, text: words(zh, zh), figure: null, area: 'cn', value: null, key_hash: null, record: null, parcel: null, sheet: null, row: null, column: null, file_name: null, file_sha256: null, sheet_name: null, cell: null, shown: null, ...more });
    return [200, { figure: figure('', ratio('', last)), indicator: brief_of, sentence: more.sentence, counted: 16427772, steps: [step('figure', '全国 3月13日', { value: ratio('', last) }), step('figure', '四川省', { value: ratio('51', last) }), step('figure', '木里藏族自治县', { value: ratio('513422', last) }), step('record', '木* P513422000007', { record: '7000000000000007' }), step('cell', '“务工月收入”出自', { parcel: '101', sheet: 0, row: 17, file_name: '木里县_外出务工.xlsx', sheet_name: '务工', cell: 'I17', shown: '4200' })], query: 'select dist_county as area, count(*) as n\nfrom worker\ngroup by 1', synthetic: true, masked: true }];
  }
  if (path === '/api/areas') { const q = query.get('q'); const all = q ? ['', ...children_of('')].concat(children_of('51'), children_of('5134'), children_of('513422')).filter((one) => name_of(one).includes(q) || one.startsWith(q)) : children_of(code(query.get('under'))); return [200, page(all.slice(0, 12).map(area_item))]; }
  if (path.startsWith('/api/areas/')) { const one = code(path.split('/')[3]); return [200, { ...area_item(one), children: children_of(one).map(area_item) }]; }
  if (path === '/api/accounts') return method === 'POST' ? [201, { account: accounts()[2], password: 'Kx4-tulip-rain' }] : [200, page(accounts())];
  if (path.endsWith('/reset')) return [200, { account: path.split('/')[3], password: 'Kx4-tulip-rain' }];
  if (path.startsWith('/api/accounts/')) return [200, accounts()[2]];
  if (path === '/api/roles') return [200, page([['officer', '业务员', 'officer', '收件、补正、看数据，限本地方。', 'Takes parcels, mends, reads; in his own place.'], ['clerk', '信息员', 'clerk', '只报送和补正本地方的文件。', 'Sends and mends his own place’s files.'], ['audit_admin', '审计管理员', 'audit administrator', '只看审计，不看数据，不管用户。', 'Reads the audit only.']].map(([role, zh, en, says, says_en]) => ({ role, name: words(zh, en), says: words(says, says_en), rights: [] })))];
  if (path === '/api/stand-ins') return [200, page([])];
  const token = { token: 't1', account: 'sichuan01', label: '省平台对接', actions: ['figure_read'], area: null, register: null, expires: '2020-12-31', created_at: '2020-03-01T00:00:00Z', last_used_at: '2020-03-12T08:00:00Z', revoked: false };
  if (path === '/api/tokens') return method === 'POST' ? [201, { token: { ...token, label: body.label }, secret: 's'.repeat(43) }] : [200, page([token])];
  if (path === '/api/audit') return [200, page(Array.from({ length: 40 }, (_, index) => ({ seq: String(400 - index), happened_at: `2020-03-13T0${index % 9}:1${index % 6}:00Z`, actor: Object.keys(people)[index % 3], on_behalf_of: null, action: ['record_read', 'finding_export', 'log_in', 'record_unmask'][index % 4], register: 'worker', area: '513422', purpose: index % 2 ? '电话核实' : null, count: 100 - index, detail: null, outcome: index % 9 === 4 ? 'refused' : 'done', request_id: null, remote: '10.0.0.7', hash: 'a9f3'.repeat(16) })))];
  if (path === '/api/suggestions') { if (method === 'POST') suggestions.unshift({ suggestion: String(suggestions.length + 1), page: body.page, text: body.text, actor: people[me][0], area: show(people[me][2]), happened_at: new Date().toISOString(), state: 'open', answer: null, answered_by: null }); return method === 'POST' ? [201, suggestions[0]] : [200, page(suggestions)]; }
  return [404, problem(404, 'api.none', '没有这个内容，或不在您的数据权限内。', null)];
}
function problem(status, name, detail, hint) {
  return { type: 'about:blank', title: detail, status, code: name, detail, hint, place: null, params: {} };
}
const kinds = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html; charset=utf-8' };
createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
  if (url.pathname === '/api/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write(`retry: 1000\nevent: hello\ndata: {"round":"${round}"}\n\n`);
    streams.add(response);
    request.on('close', () => streams.delete(response));
    return;
  }
  if (!url.pathname.startsWith('/api/')) {
    const file = new URL('../dist' + url.pathname, import.meta.url);
    const found = extname(url.pathname) && existsSync(file) ? file : new URL('../dist/index.html', import.meta.url);
    response.writeHead(200, { 'Content-Type': kinds[extname(found.pathname)] ?? 'application/octet-stream' });
    response.end(readFileSync(found));
    return;
  }
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const raw = Buffer.concat(parts);
    const body = (request.headers['content-type'] ?? '').includes('json') && raw.length ? JSON.parse(raw.toString()) : raw;
    const [status, json] = answer(request.method, url.pathname, url.searchParams, body);
    response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(json === null ? undefined : JSON.stringify(json));
  });
}).listen(port, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${port}`));
