// The policy that every page carries, on any host and from the disk: it lets
// the site's own files load, and nothing else run. What describes the page to
// programs is no script, and stays.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build, fileURL, folder, host, open, tab } from "./harness.mjs";

let site, browser;

before(async () => {
  site = build({ args: ["--base-url", "https://www.example.org/strategy/"] });
  browser = await open();
});
after(() => browser?.close());

// intruded returns a copy of the site with a line put into a page.
function intruded(line) {
  const to = folder("intruded");
  cpSync(site, to, { recursive: true });
  const page = join(to, "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace("</body>", `${line}</body>`));
  return to;
}

// both opens the home page of a folder from a host that sends no headers, and
// from the disk.
async function both(t, dir, look) {
  const at = await host(dir, { headers: {} });
  t.after(at.close);
  for (const address of [at.url + "index.html", fileURL(dir)]) {
    const { context, page, faults } = await tab(browser);
    await page.goto(address, { waitUntil: "load" });
    await look(page, faults, address);
    await context.close();
  }
}

test("styles and scripts of the site work under the page's own policy", (t) =>
  both(t, site, async (page, faults, address) => {
    assert.deepEqual(faults, [], address);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await ground();
    assert.notEqual(before, "rgba(0, 0, 0, 0)", `${address}: no style sheet`);
    await page.click("button.torch");
    assert.notEqual(await ground(), before, `${address}: no script`);
  }));

test("an inline script does not run", (t) =>
  both(t, intruded("<script>document.title = 'intruded'</script>"), async (page, faults, address) => {
    assert.notEqual(await page.title(), "intruded", address);
    assert.match(faults.join("\n"), /Content Security Policy/, address);
  }));

test("an inline style does not show", (t) =>
  both(t, intruded("<style>body { display: none }</style>"), async (page, faults, address) => {
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).display), "none", address);
  }));

test("nothing loads from another host", (t) =>
  both(t, intruded('<script src="http://127.0.0.1:9/intruder.js"></script>'), async (page, faults, address) => {
    assert.match(faults.join("\n"), /Content Security Policy/, address);
  }));

test("the data block is there for programs, and no browser complains of it", (t) =>
  both(t, site, async (page, faults, address) => {
    const types = await page.evaluate(() =>
      [...document.querySelectorAll('script[type="application/ld+json"]')].flatMap((s) => JSON.parse(s.textContent)["@graph"].map((n) => n["@type"])));
    assert.deepEqual(types, ["CreativeWorkSeries", "Dataset"], address);
    assert.deepEqual(faults, [], address);
  }));

test("icons and the manifest load", async (t) => {
  const at = await host(site, { headers: {} });
  t.after(at.close);
  const { context, page } = await tab(browser);
  await page.goto(at.url + "index.html");
  for (const link of await page.locator('link[rel~="icon"], link[rel="apple-touch-icon"], link[rel="manifest"]').all()) {
    const address = await link.evaluate((l) => l.href);
    const response = await page.request.get(address);
    assert.equal(response.status(), 200, address);
    if (address.endsWith(".webmanifest"))
      for (const icon of (await response.json()).icons)
        assert.equal((await page.request.get(new URL(icon.src, address).href)).status(), 200, icon.src);
    else assert.ok((await page.request.get(address)).ok(), address);
  }
  await context.close();
});
