// What the browser tests share: a site written by the real program, a static
// host for it on loopback, a Chromium that can reach nothing else, and the
// checks that hold for every page.
//
// Tests say what they need and fail when it is not there: a machine without
// Chromium cannot pass them by leaving them out.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

// root is the folder of the repository.
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const scratch = mkdtempSync(join(tmpdir(), "trigpoint-browser-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

let count = 0;

// folder returns a new empty folder, removed at the end.
export const folder = (name = "folder") => mkdtempSync(join(scratch, `${name}-${count++}-`));

// writer returns a function that writes a file below dir, and makes its folders.
export const writer = (dir) => (name, text) => {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), text);
};

// program compiles trigpoint, once, and returns its path. TRIGPOINT names one
// that is compiled already.
export function program() {
  if (process.env.TRIGPOINT) return process.env.TRIGPOINT;
  const path = join(scratch, "trigpoint");
  if (!existsSync(path)) execFileSync("go", ["build", "-o", path, "./generator"], { cwd: root, stdio: "inherit" });
  return path;
}

// build writes a site to a new folder and returns the folder. site is the
// folder with site.toml; args are further arguments of the command. Off-line
// copies are made where args ask for them. THEME in the environment is the
// theme where args name none.
export function build({ site = root, args = [] } = {}) {
  const to = folder("site");
  if (process.env.THEME && !args.includes("--theme")) args = ["--theme", process.env.THEME, ...args];
  execFileSync(program(), ["-C", site, "build", "--to", to, "--formats", "none", ...args], { stdio: ["ignore", "ignore", "inherit"] });
  return to;
}

// start runs a long command of trigpoint and resolves with the process once it
// has printed what the pattern finds; the match is its second value.
export function start(args, pattern, options = {}) {
  const child = spawn(program(), args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk) => {
      said += chunk;
      const match = said.match(pattern);
      if (match) resolve([child, match]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("exit", (code) => reject(new Error(`trigpoint ${args.join(" ")} ended with ${code}: ${said}`)));
  });
}

// files lists the paths of all files in a folder, sorted, with slashes.
export function files(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".json": "application/json", ".xml": "application/xml",
  ".csv": "text/csv; charset=utf-8", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
};

// policy is the Content-Security-Policy that every page must work under.
export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'none'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// host serves a folder as a plain static host does, at a path, on loopback.
// transferred counts what was sent, in bytes after gzip; it is counted when it is
// asked for, so that nothing is slower for being counted.
export async function host(dir, { path = "/", headers = { "content-security-policy": policy } } = {}) {
  let sent = [];
  const state = {
    requests: [],
    get transferred() { return sent.reduce((sum, body) => sum + gzipSync(body).length, 0); },
    set transferred(none) { sent = []; },
  };
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (name === "/favicon.ico") return response.writeHead(204).end(); // browsers ask for it unasked
    const inside = name.startsWith(path) ? name.slice(path.length) : null;
    const file = inside === null ? "" : join(dir, inside.endsWith("/") || inside === "" ? inside + "index.html" : inside);
    const found = file && existsSync(file) && statSync(file).isFile();
    const body = readFileSync(found ? file : join(dir, "404.html"));
    state.requests.push(name);
    sent.push(body);
    response.writeHead(found ? 200 : 404, { "content-type": types[extname(found ? file : ".html")] ?? "application/octet-stream", ...headers });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.url = `http://127.0.0.1:${server.address().port}${path}`;
  state.close = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
  return state;
}

// fileURL is the address of a file in a folder when it is opened from the disk.
export const fileURL = (dir, name = "index.html") => pathToFileURL(join(dir, name)).href;

// open starts Chromium.
export function open() {
  const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((p) => existsSync(p));
  if (!executablePath) throw new Error("there is no Chromium: install the package chromium, or name one in CHROMIUM");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

// tab opens a page in a context of its own. faults collects what no page may
// do: errors on the console, exceptions, requests to another host.
export async function tab(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const address = new URL(request.url());
    const near = ["file:", "data:", "blob:", "about:"].includes(address.protocol) || address.hostname === "127.0.0.1";
    if (!near) faults.push(`request to ${request.url()}`);
  });
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()} for ${response.url()}`));
  return { context, page, faults };
}

const axe = readFileSync(join(root, "browser/node_modules/axe-core/axe.min.js"), "utf8");

// audit runs axe-core over the page as it is shown and returns what it finds
// against WCAG 2.2 AA and good practice, a line each. rules are the only ones to
// run, where all have been run over the same page in another light or width.
export async function audit(page, rules) {
  // The policy of the page bars injected script elements; evaluation is not one.
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(axe);
  // A page hears of another width or light with its next frame, and unfolds or folds its menus then.
  await page.evaluate(() => new Promise((heard) => requestAnimationFrame(() => requestAnimationFrame(heard))));
  const { violations, incomplete } = await page.evaluate((values) => globalThis.axe.run(document, {
    runOnly: values ? { type: "rule", values } : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations", "incomplete"],
  }), rules);
  // Text in the very colour of its ground is nothing that axe judges: it leaves that to people.
  const unseen = incomplete.filter((v) => v.id === "color-contrast")
    .map((v) => ({ ...v, nodes: v.nodes.filter((n) => n.any.some((check) => check.data?.messageKey === "equalRatio")) }));
  return [...violations, ...unseen].flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary?.split("\n").at(-1)?.trim()}`));
}

// nu runs the Nu HTML checker over files or folders, the style sheets in them
// included, and returns its messages, a line each.
export function nu(...paths) {
  const jar = join(root, "browser/node_modules/vnu-jar/build/dist/vnu.jar");
  try {
    execFileSync("java", ["-Xss8m", "-jar", jar, "--also-check-css", "--skip-non-html", "--format", "gnu", ...paths], { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 64 << 20 });
    return [];
  } catch (error) {
    if (!error.stderr?.length) throw error;
    // Of the policy, the browser is the judge: the checker takes no file to be of the page's own site.
    return error.stderr.toString().trim().split("\n").filter((line) => !line.includes("violates Content Security Policy (meta tag)"));
  }
}
