// The README, held to what the package does: its policy, its example, what it shows as printed,
// the files it names, and what it claims. RECIPES.md is held to the recipes that are tested. What
// the command line prints and what the recipes are is written anew by
//
//   UPDATE_README=1 node --test tests/js/readme.test.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { told } from "../../pkg-scripts/lib/sizes.mjs";
import { cli, compiler, folder, pkg, pointperson, root } from "./support.mjs";

const README = new URL("README.md", root);
const RECIPES = new URL("src/js/RECIPES.md", root);
const readme = readFileSync(README, "utf8");
const repository = fileURLToPath(root);
const POLICY = fence("yaml");
const LEADS = ["--policy", "www/samples/ownership.policy.yaml", "www/samples/leads.csv"];

/** The first fenced block of a language. */
function fence(language) {
  return new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(readme)[1];
}

/** The text under a heading. */
function section(title) {
  const [, text] = readme.split(`\n## ${title}\n`);
  assert.ok(text, `a section "${title}"`);
  return text.split("\n## ")[0];
}

/** What stands between the marks of `name`. */
const marks = (name) => new RegExp(`(<!-- ${name} -->\n)([\\s\\S]*?)(<!-- /${name} -->\n)`);

/** Holds what stands between the marks of `name` to what is printed, or writes it there. */
function hold(name, printed, language = "text", text = README) {
  const block = `\`\`\`${language}\n${printed}\`\`\`\n`;
  if (process.env.UPDATE_README) return write(name, block, text);
  const shown = marks(name).exec(readFileSync(text, "utf8"))?.[2];
  assert.equal(shown, block, "UPDATE_README=1 writes it anew");
}

function write(name, block, text = README) {
  const now = readFileSync(text, "utf8");
  writeFileSync(
    text,
    now.replace(marks(name), (_all, open, _old, close) => open + block + close),
  );
}

/** The policy of the README, loaded; with `from` replaced by `to`. */
function engine(from = "", to = "") {
  const { artifact, diagnostics } = compiler.compile(POLICY.replace(from, to), {});
  assert.deepEqual(diagnostics, []);
  return pointperson.loadSync(artifact);
}

const whyOf = (decision, field) =>
  decision.reasons.find((one) => one.about === "field" && one.field === field)?.why;

test("the policy in twenty lines has twenty lines and passes check", async () => {
  assert.match(readme, /^## A policy in twenty lines$/m);
  assert.equal(POLICY.trimEnd().split("\n").length, 20);
  const cwd = folder({ "leads.policy.yaml": POLICY });
  const { code, out, err } = await cli(["check", "--strict"], { cwd });
  assert.deepEqual([code, out], [0, ""], err);
});

test("the JavaScript example has five lines and prints what it says", async () => {
  const example = fence("js");
  assert.equal(example.trimEnd().split("\n").length, 5);
  const cwd = folder({ "leads.policy.yaml": POLICY, "example.mjs": example });
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(fileURLToPath(pkg), join(cwd, "node_modules/pointperson"));
  const compile = /^npx pointperson (compile \S+ -o \S+)/m.exec(readme)[1].split(" ");
  assert.equal((await cli(compile, { cwd })).code, 0);
  const printed = execFileSync(process.execPath, ["example.mjs"], { cwd, encoding: "utf8" });
  assert.equal(printed.trimEnd(), example.trimEnd().split(" // ").at(-1));
});

test("what the samples print is what the README shows", async () => {
  const { code, out } = await cli(["decide", ...LEADS], { cwd: repository });
  assert.equal(code, 0);
  const [head, ...rows] = out.trimEnd().split("\n");
  const shown = /^(?:record|L\d\d)\b/;
  const wanted = ["L01", "L07", "L15", "L20", "L29", "L43", "L45", "L54"];
  const lines = [head, ...rows.filter((row) => wanted.includes(shown.exec(row)?.[0]))];
  assert.equal(lines.length, 1 + wanted.length);
  // The table without its last column, the reason.
  const cut = lines.map((line) => [...line].slice(0, head.indexOf("  why")).join("").trimEnd());
  hold("sample-output", `${cut.join("\n")}\n`);

  const told = (await cli(["explain", ...LEADS, "--id", "L07"], { cwd: repository })).out;
  const first = told.split("\n").slice(0, 7);
  assert.ok(
    rows.some((row) => row.startsWith("L07") && row.endsWith(first[1].trim())),
    "the reason comes first",
  );
  hold("sample-explanation", `${first.join("\n")}\n`);
  for (const rest of [/It is in stage /, /hours to respond/, /^ {2}\+\d+ fit: /m]) {
    assert.match(told, rest);
  }
});

test("every sample lead is printed with one owner and a reason", async () => {
  const { out } = await cli(["decide", ...LEADS, "--format", "json"], { cwd: repository });
  const decisions = JSON.parse(out);
  assert.equal(
    decisions.length,
    Number(
      /(\d+) leads to try it on/.exec(
        readFileSync(new URL("www/samples/README.md", root), "utf8"),
      )[1],
    ),
  );
  for (const { record, owner, why } of decisions) {
    assert.ok(
      owner.known && owner.name.includes(" ") && why.includes(owner.name),
      `${record}: ${why}`,
    );
  }
});

test("the commands and exit codes are those of the help", async () => {
  const { out } = await cli(["--help"]);
  assert.match(out, /Exit codes: 0 .*, 1 .*, 2 .*, 3 /);
  hold("help", out.slice(out.indexOf("Usage:")));
});

test("the recipes are those that are tested", () => {
  const shown = [
    ["form.html", "html", README],
    ["worker.js", "js", README],
    ["LeadForm.tsx", "tsx", RECIPES],
    ["slim.js", "js", RECIPES],
  ];
  for (const [file, language, text] of shown) {
    const recipe = new URL(`tests/consumers/recipes/${file}`, root);
    hold(file, readFileSync(recipe, "utf8"), language, text);
  }
});

test("the sizes are those of the package", () => {
  const rows = told(fileURLToPath(pkg));
  const line = ({ what, raw, gzip, brotli }) => `| ${what} | ${raw} | ${gzip} | ${brotli} |\n`;
  const head = "| what is loaded, in KB | raw | gzip | brotli |\n|---|--:|--:|--:|\n";
  const table = `${head}${rows.map(line).join("")}`;
  if (process.env.UPDATE_README) return write("sizes", table);
  const shown = marks("sizes").exec(readme)[2];
  assert.equal(
    shown.replaceAll(/\d+/g, "#"),
    table.replaceAll(/\d+/g, "#"),
    "UPDATE_README=1 writes it anew",
  );
  // Other compilers and other versions of zlib give a little more or less.
  const numbers = (text) => text.match(/\d+/g).map(Number);
  numbers(table).forEach((number, at) => {
    const off = Math.abs(number - numbers(shown)[at]);
    assert.ok(
      off <= Math.max(1, number * 0.02),
      `${numbers(shown)[at]} is ${number} now: UPDATE_README=1 writes it anew`,
    );
  });
});

test("the code map is what lies in src, and every path in the README exists", () => {
  const map = section("Where things are");
  const lines = map.split("```")[1].trim().split("\n");
  const inSrc = lines
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim().split(/\s+/)[0].replace("/", ""));
  assert.deepEqual(inSrc.toSorted(), readdirSync(new URL("src", root)).sort());
  const others = lines.filter((line) => !line.startsWith("  ")).map((line) => line.split(/\s+/)[0]);
  for (const path of others) assert.ok(existsSync(new URL(path, root)), path);
  for (const text of [README, RECIPES]) {
    const links = readFileSync(text, "utf8").matchAll(/\]\(([^)#:]+)\)/g);
    for (const [, path] of links) assert.ok(existsSync(new URL(path, text)), path);
  }
  const floors = [...map.matchAll(/`(\w+)`(?: →|\.)/g)].map(([, floor]) => floor);
  assert.deepEqual(floors, [
    "policy", "check", "boxes", "compile", "artifact", "decide", "explain",
  ]);
});

test("the commands of the README can be started", () => {
  const commands = new Set([...readme.matchAll(/pkg-scripts\/(\w+)/g)].map(([path]) => path));
  assert.deepEqual([...commands].sort(), [
    "pkg-scripts/run",
    "pkg-scripts/test",
    "pkg-scripts/toolchain",
  ]);
  for (const path of commands) accessSync(new URL(path, root), constants.X_OK);
});

test("it is read in two minutes, and what is for programmers in one", () => {
  const words = (text) => {
    const prose = text
      .replaceAll(/^```[\s\S]*?^```$/gm, "")
      .replaceAll(/^(<!--.*-->|\|.*\|)$/gm, "");
    return prose.split(/\s+/).filter((word) => /\w/.test(word)).length;
  };
  const programmers = words(section("From JavaScript"));
  assert.ok(programmers <= 250, `${programmers} words at 250 a minute`);
  assert.ok(
    words(readme) - programmers <= 2 * 250,
    `${words(readme) - programmers} words at 250 a minute`,
  );
  assert.ok(readme.split("\n").length <= 240, "lines, blocks and tables included");
});

test("values are read as what they mean, and missing is neither true nor false", () => {
  const decide = (record) => engine().decide({ email: "kim@acme.example", ...record });
  const west = decide({ employees: "5,000+", country: "United States", state: "CA" });
  assert.deepEqual(
    [west.owner.id, west.reasons.filter(({ about }) => about === "field")],
    ["ana", []],
  );
  assert.equal(whyOf(decide({ employees: "many" }), "employees"), "number-not-readable");
  for (const from of ["employees < 100", "not (employees >= 100)"]) {
    const decision = engine("employees < 100", from).decide({ email: "kim@acme.example" });
    assert.deepEqual([decision.outcome, decision.via.layer], ["fallback", "otherwise"]);
  }
});

test("only own properties count, and choices are case-sensitive unless told", () => {
  const sourceOf = (record, ignore = "") => {
    const field = `  source: { type: choice, values: [web]${ignore} }\npeople:`;
    const decision = engine("people:", field).decide({ email: "kim@acme.example", ...record });
    return whyOf(decision, "source");
  };
  assert.equal(sourceOf({ source: "web" }), undefined);
  assert.equal(sourceOf({ source: "Web" }), "not-in-list");
  const [said] = /`(ignore case: \w+)`/.exec(readme).slice(1);
  assert.equal(sourceOf({ source: "Web" }, `, ${said}`), undefined);

  const inherited = Object.create({ email: "kim@acme.example" });
  assert.equal(engine().decide(inherited).outcome, "refused");
});

test("it does not guess", () => {
  const decide = (record, asked = engine()) =>
    asked.decide({ email: "kim@acme.example", ...record });
  assert.notEqual(whyOf(decide({ employees: 5000, state: "CA" }), "state"), undefined);
  assert.equal(decide({ employees: 5000, state: "CA" }).owner.id, "dana");
  assert.equal(decide({ employees: "51-200" }).via.layer, "otherwise");
  const money = engine(
    "  country: country",
    "  revenue: { type: money, currency: USD }\n  country: country",
  );
  assert.notEqual(whyOf(decide({ revenue: "€5M" }, money), "revenue"), undefined);
  assert.equal(whyOf(decide({ revenue: "$5M" }, money), "revenue"), undefined);
});

test("a company meets the same person, without a counter", () => {
  const small = engine();
  const ownerOf = (email) => small.decide({ email, employees: 20 }).owner.id;
  const companies = Array.from({ length: 40 }, (_, at) => `company-${at}.example`);
  for (const company of companies) {
    assert.equal(ownerOf(`kim@${company}`), ownerOf(`lee@${company}`));
  }
  assert.deepEqual([...new Set(companies.map((company) => ownerOf(`kim@${company}`)))].sort(), [
    "bo",
    "cy",
  ]);
});

test("a decision has every reason, says what it was not told, and its bytes carry the hash", async () => {
  const cwd = folder();
  const bin = join(cwd, "ownership.bin");
  await cli(["compile", LEADS[1], "-o", bin], { cwd: repository });
  const sample = await pointperson.load(readFileSync(bin));
  const lead = {
    company: "Acme",
    email: "kim@acme.example",
    employees: 5000,
    revenue: 2e8,
    country: "US",
    state: "CA",
    demo: true,
  };
  const now = Date.UTC(2026, 0, 31); // in milliseconds, as what is due
  const decision = sample.decide(lead, { now });
  const points = decision.reasons.filter(({ about }) => about === "fit" || about === "intent");
  assert.equal(points.reduce((sum, reason) => sum + reason.points, 0), decision.score.total);
  assert.ok(decision.reasons.some(({ about }) => about === "passed"));
  assert.deepEqual(decision.claims.map(({ layer }) => layer), ["territory"]);
  const within = 4 * 3_600_000;
  assert.deepEqual(decision.timers[0], { timer: "respond", within, due: now + within });
  assert.deepEqual(decision.open, [{ fact: "accountOwner", owners: "anyone" }]);
  const bytes = new TextDecoder().decode(sample.decisionBytes(lead, { now }));
  assert.ok(bytes.includes(`"hash":"${decision.policy.hash}"`));
});

test("what is refused for now is refused with not-yet", () => {
  const table = (match) => [
    "  - otherwise: dana",
    `  - layer: table\n    table: t.csv\n    match: ${match}\n  - otherwise: dana`,
  ];
  const changes = {
    "round-robin": ["turn: sticky", "turn: round-robin"],
    "least-loaded": ["turn: sticky", "turn: least-loaded"],
    unique: table("unique"),
    "most-specific": table("most-specific"),
  };
  const named = section("What it does not do")
    .split("\n")
    .find((line) => line.includes("`not-yet`"));
  for (const [word, [from, to]] of Object.entries(changes)) {
    assert.ok(named.includes(`\`${word}\``), word);
    const files = { "t.csv": "country,owner\nFR,ana\n" };
    const { ok, diagnostics } = compiler.check(POLICY.replace(from, to), { files });
    assert.equal(ok, false);
    assert.deepEqual(diagnostics.map(({ code }) => code), ["not-yet"], word);
  }
});
