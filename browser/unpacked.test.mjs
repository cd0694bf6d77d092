// The zip of the site, unpacked and opened from the disk: pages lead on and the
// search finds, without a server.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { build, fileURL, files, folder, open, tab } from "./harness.mjs";

test("an unpacked zip works from the disk", async (t) => {
  const site = build({ args: ["--formats", "zip"] });
  const zips = files(site).filter((name) => name.endsWith(".zip"));
  assert.equal(zips.length, 1, zips.join());
  const at = folder("a stick");
  execFileSync("jar", ["xf", join(site, zips[0])], { cwd: at });
  const home = files(at).filter((name) => name.endsWith("index.html")).sort((a, b) => a.length - b.length)[0];
  const browser = await open();
  t.after(() => browser.close());
  const { page, faults } = await tab(browser);
  await page.goto(fileURL(at, home), { waitUntil: "load" });
  await page.locator("main a[href$='.html']").first().click();
  await page.waitForLoadState("load");
  assert.match(page.url(), /^file:.*\.html/);
  await page.keyboard.press("/");
  await page.keyboard.type("open data");
  const hit = page.locator("dialog[open] a[href*='.html']").first();
  await hit.waitFor({ timeout: 10_000 });
  await hit.click();
  await page.waitForLoadState("load");
  assert.ok((await page.locator("h1").innerText()).length > 0);
  assert.deepEqual(faults, []);
});
