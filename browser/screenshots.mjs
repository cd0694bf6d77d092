// Makes the screenshots by which people judge the themes:
//
//   node browser/screenshots.mjs [FOLDER]
//
// The home page, a document, a capability, an action, the matrix, the register,
// a role and the glossary, in each theme, at three widths, light and dark, go
// to the folder (screenshots/). --readme makes the small ones of README.md in
// docs/images/ instead.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build, fileURL, open, root } from "./harness.mjs";

const pages = {
  home: "index.html",
  document: "planting-the-flag/index.html",
  capability: "planting-the-flag/capabilities/leadership.html",
  action: "planning-the-route/local-route/actions/a02-security-framework.html",
  matrix: "planting-the-flag/matrix.html",
  register: "planning-the-route/local-route/register.html",
  role: "roles/chief-executive.html",
  glossary: "glossary.html",
};

const readme = process.argv.includes("--readme");
const to = readme ? join(root, "docs/images") : (process.argv[2] ?? join(root, "screenshots"));

// shots are what is made: theme, page, width, scheme, and the file's name.
const shots = readme
  ? [["fieldbook", "home", 1200, "light", "home"], ["fieldbook", "capability", 1200, "dark", "capability-dark"], ["civic", "action", 1200, "light", "civic"]]
  : ["fieldbook", "civic"].flatMap((theme) => Object.keys(pages).flatMap((page) => [320, 768, 1280].flatMap((width) =>
      ["light", "dark"].map((scheme) => [theme, page, width, scheme, `${theme}-${page}-${width}-${scheme}`]))));

const sites = {};
for (const theme of new Set(shots.map((s) => s[0]))) sites[theme] = build({ args: ["--theme", theme] });
mkdirSync(to, { recursive: true });

const browser = await open();
for (const [theme, name, width, colorScheme, file] of shots) {
  const page = await browser.newPage({ viewport: { width, height: readme ? 750 : 900 }, colorScheme, deviceScaleFactor: readme ? 0.66 : 1 });
  await page.goto(fileURL(sites[theme], pages[name]));
  await page.screenshot({ path: join(to, `${file}.png`), fullPage: !readme && name !== "glossary" });
  await page.close();
}
await browser.close();
console.log(`${shots.length} pictures in ${to}`);
