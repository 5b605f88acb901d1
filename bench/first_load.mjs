// The first visit of a page in Chromium: nothing cached, a line of 10 Mbit/s with 20 ms there and
// back. Prints {page: {kilobytes, seconds}}: what came over the line, and until its heading stands.
//   node bench/first_load.mjs BASE COOKIE
import { open_browser } from '../tests/browser/browser.mjs';

const [base, cookie] = process.argv.slice(2);
const browser = await open_browser();
const pages = { '/login': false, '/': true, '/board?area=51': true };
const found = {};
for (const [path, is_signed_in] of Object.entries(pages)) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  if (is_signed_in) await context.addCookies([{ name: 'diaodu_session', value: cookie, url: base }]);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 });
  let bytes = 0;
  wire.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  const begun = Date.now();
  await page.goto(base + path, { waitUntil: 'commit' });
  await page.waitForSelector('h1');
  const seconds = (Date.now() - begun) / 1000;
  await page.waitForTimeout(1500); // what comes after counts as size too
  found[path] = { kilobytes: bytes / 1000, seconds };
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));
