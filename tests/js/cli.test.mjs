// The command line of the built package, started as a user starts it: verbs, formats, exit codes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { POLICY, cli, folder, manifest, program, small } from "./support.mjs";

const VERBS = ["init", "check", "compile", "decide", "explain", "test", "dictionary"];

test("--version prints the version of the package", async () => {
  for (const word of ["--version", "-V", "-v", "version"]) {
    assert.deepEqual(await cli([word]), { code: 0, out: `${manifest.version}\n`, err: "" });
  }
});

test("the same option twice with the same value is no mistake", async () => {
  const cwd = small();
  const { code, err } = await cli(["compile", "-o", "x.js", "--output", "x.js"], { cwd });
  assert.equal(code, 0, err);
});

test("--help lists the commands, and each has a help of its own", async () => {
  const { code, out } = await cli(["--help"]);
  assert.equal(code, 0);
  for (const verb of VERBS) {
    assert.match(out, new RegExp(`^  ${verb} `, "m"));
    const help = await cli([verb, "--help"]);
    assert.equal(help.code, 0);
    assert.match(help.out, new RegExp(`^pointperson ${verb}`));
    assert.match(help.out, /--help/);
    for (const line of help.out.split("\n")) {
      assert.ok(line.length <= 80, `a terminal breaks: ${line}`);
    }
    assert.equal((await cli(["help", verb])).out, help.out);
  }
});

test("mistakes on the command line end with 2 and a hint", async () => {
  const cwd = small();
  const cases = [
    [[], /Usage/],
    [["chek"], /did you mean check\?/],
    [["--versoin"], /there is no option --versoin/],
    [["decide", "leads.csv", "--polcy", "x"], /did you mean --policy\?/],
    [["decide", "leads.csv", "--format", "jsno"], /did you mean json\?/],
    [["decide", "leads.csv", "--json"], /did you mean --format json\?/],
    [["decide", "leads.csv", "--format"], /--format needs a value/],
    [["decide", "leads.csv", "--policy", "--format"], /--policy needs a value/],
    [["check", "--strict=yes"], /--strict takes no value/],
    [["decide"], /name a file of records/],
    [
      ["decide", "a.csv", "b.csv"],
      /at most 1 file of records; found a\.csv b\.csv\n {2}-p FILE: the policy.*\n {2}-o FILE: /,
    ],
    [["decide", "leads.csv", "--out", "x"], /did you mean --output\?/],
    [["compile", "-o", "x.js", "--output", "y.js"], /given twice, .*: x\.js and y\.js/],
    [["compile"], /-o policy.bin/],
    [["explain", "leads.csv", "--row", "0"], /from 1/],
    [["explain", "leads.csv", "--row", "9"], /there is no row 9/],
    [["explain", "leads.csv", "--id", "9"], /has the id 9/],
    [["explain", "leads.csv", "--id", "1", "--row", "1"], /exclude each other/],
    [["decide", "leads.csv", "--now", "yesterday"], /--now takes a moment/],
    [["init", ".", "--for", "lead"], /did you mean leads\?/],
  ];
  for (const [args, words] of cases) {
    const { code, out, err } = await cli(args, { cwd });
    assert.equal(code, 2, `${args.join(" ")}: ${err}`);
    assert.equal(out, "", args.join(" "));
    assert.match(err, words);
  }
});

test("init writes a policy that checks, decides and passes its own tests", async () => {
  for (const what of ["leads", "tickets"]) {
    const cwd = folder();
    const { code, out } = await cli(["init", "--for", what], { cwd });
    assert.equal(code, 0);
    assert.deepEqual(out.trim().split("\n").sort(), readdirSync(cwd).sort());
    const [check, tests, decide] = await Promise.all([
      cli(["check", "--strict"], { cwd }),
      cli(["test"], { cwd }),
      cli(["decide", `${what}.csv`], { cwd }),
    ]);
    for (const result of [check, tests, decide]) {
      assert.equal(result.code, 0, result.out + result.err);
    }
  }
});

test("init never overwrites", async () => {
  const cwd = folder();
  await cli(["init", "new"], { cwd });
  const [file] = readdirSync(join(cwd, "new"));
  writeFileSync(join(cwd, "new", file), "mine");
  const { code, err } = await cli(["init", "new"], { cwd });
  assert.equal(code, 2);
  assert.match(err, /nothing was written/);
  assert.equal(readFileSync(join(cwd, "new", file), "utf8"), "mine");
});

test("check is silent about a sound policy and points at what is wrong", async () => {
  const cwd = small({ "sub/bad.policy.yaml": "policy: bad\nfields: { a: txt }\n" });
  const good = await cli(["check"], { cwd });
  assert.deepEqual([good.code, good.out], [0, ""]);
  assert.match(good.err, /1 policy: 0 errors, 0 warnings/);

  const bad = await cli(["check", "small.policy.yaml", "sub/bad.policy.yaml"], { cwd });
  assert.equal(bad.code, 1);
  assert.match(bad.out, /^error\[[a-z-]+\]: .*\n {2}at sub\/bad\.policy\.yaml:\d+:\d+/m);
});

test("check speaks JSON, SARIF and GitHub, the last by itself in a workflow", async () => {
  const cwd = small({ "bad.policy.yaml": "policy: bad\nfields: { a: txt }\n" });
  const both = ["small.policy.yaml", "bad.policy.yaml"];
  const json = await cli(["check", ...both, "--format", "json"], { cwd });
  assert.equal(json.code, 1);
  const found = JSON.parse(json.out);
  assert.ok(
    found.length > 0 && found.every(({ code, place }) => code && place.file === "bad.policy.yaml"),
  );

  const sarif = JSON.parse((await cli(["check", ...both, "--format", "sarif"], { cwd })).out);
  assert.equal(sarif.version, "2.1.0");
  assert.equal(sarif.runs[0].results.length, found.length);
  for (const { ruleId, ruleIndex } of sarif.runs[0].results) {
    assert.equal(sarif.runs[0].tool.driver.rules[ruleIndex].id, ruleId);
  }

  const github = await cli(["check", "bad.policy.yaml"], { cwd, env: { GITHUB_ACTIONS: "true" } });
  assert.match(github.out, /^::error file=bad\.policy\.yaml,line=/m);
  const text = await cli(["check", "bad.policy.yaml", "--format", "text"], {
    cwd,
    env: { GITHUB_ACTIONS: "true" },
  });
  assert.match(text.out, /^error\[/m);
});

test("warnings fail only with --strict, and tables are named by where they lie", async () => {
  const warned =
    "  - layer: other\n    when: company != Acme\n    owner: bo\n  - otherwise: dana\n";
  const cwd = small({ "warned.policy.yaml": POLICY.replace("  - otherwise: dana\n", warned) });
  const lax = await cli(["check", "warned.policy.yaml"], { cwd });
  assert.equal(lax.code, 0, lax.out);
  assert.match(lax.out, /^warning\[may-be-missing\]/m);
  assert.equal((await cli(["check", "warned.policy.yaml", "--strict"], { cwd })).code, 1);

  const outer = folder({
    "in/small.policy.yaml": POLICY,
    "in/territories.csv": "id,size,owner\nbig,large,nobody\n",
  });
  const { out } = await cli(["check", "in/small.policy.yaml"], { cwd: outer });
  assert.match(out, /at in\/territories\.csv:2:/);
});

test("compile writes what decide and load read, and says its hash", async () => {
  const cwd = small();
  const { code, out } = await cli(["compile", "small.policy.yaml", "-o", "full.bin"], { cwd });
  assert.equal(code, 0);
  const hash = /^hash ([0-9a-f]{64})$/m.exec(out)?.[1];
  assert.ok(hash);
  await cli(["compile", "-o", "edge.bin", "--profile", "edge"], { cwd });
  assert.ok(
    readFileSync(join(cwd, "edge.bin")).length < readFileSync(join(cwd, "full.bin")).length,
  );

  const decided = await Promise.all(
    ["small.policy.yaml", "full.bin", "edge.bin"].map((policy) =>
      cli(["decide", "leads.csv", "--policy", policy, "--format", "json"], { cwd }),
    ),
  );
  const [fromText, fromFull, fromEdge] = decided.map(({ out }) => JSON.parse(out));
  assert.deepEqual(fromFull, fromText);
  const plain = ({ why, ...decision }) => decision;
  assert.deepEqual(fromEdge.map(plain), fromFull.map(plain));
  assert.equal(fromFull[0].policy.hash, hash);
});

test("compile to stdout keeps the talk apart, and a broken policy writes nothing", async () => {
  const cwd = small({ "bad.policy.yaml": "policy: bad\n" });
  const { code, err } = await cli(["compile", "small.policy.yaml", "-o", "-"], { cwd });
  assert.equal(code, 0);
  assert.match(err, /^hash [0-9a-f]{64}$/m);
  const bad = await cli(["compile", "bad.policy.yaml", "-o", "bad.bin"], { cwd });
  assert.deepEqual([bad.code, bad.out], [1, ""]);
  assert.match(bad.err, /error\[missing-key\]/);
  assert.ok(!existsSync(join(cwd, "bad.bin")));
  assert.equal(
    (await cli(["compile", "small.policy.yaml", "-o", "small.policy.yaml/x/y.bin"], { cwd })).code,
    2,
  );
  assert.equal(
    (await cli(["compile", "small.policy.yaml", "-o", "small.policy.yaml/x.bin"], { cwd })).code,
    2,
  );
});

test("decide prints a table, and counts on stderr", async () => {
  const { code, out, err } = await cli(["decide", "leads.csv"], { cwd: small() });
  assert.equal(code, 0);
  const [head, ...rows] = out.trimEnd().split("\n");
  // the policy has no stages and no score
  assert.match(head, /^record\s+outcome\s+owner\s+via\s+why$/);
  assert.equal(rows.length, 4);
  assert.match(rows[0], /^1\s+assigned\s+Ana Díaz\s+territory \/ big/);
  assert.match(rows[2], /^3\s+fallback\s+Dana Fox\s+otherwise/);
  assert.match(rows[3], /^4\s+refused\s+Dana Fox\s+otherwise/);
  assert.match(rows[3], /email is required and missing\.$/);
  assert.match(err, /^4 records: assigned 2, fallback 1, refused 1$/m);
  assert.match(err, /^by layer: otherwise 2, round robin 1, territory 1$/m);
});

const canTell = spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

test("in a narrow terminal the reason stands whole under its row", { skip: !canTell }, () => {
  const cwd = small();
  const command = `stty cols 72; '${process.execPath}' '${program}' decide leads.csv`;
  const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, TERM: "dumb" },
  });
  const lines = stdout.split(/\r?\n/);
  assert.match(lines[0], /^record .* via$/);
  assert.match(lines[1], /^1 +assigned +Ana Díaz +territory \/ big/);
  const reason = lines.slice(
    2,
    lines.findIndex((line) => line.startsWith("2 ")),
  );
  assert.ok(
    reason.length >= 2 && reason.every((line) => line.startsWith("  ") && line.length <= 72),
    stdout,
  );
  assert.match(reason.map((line) => line.trim()).join(" "), /^Ana Díaz owns this lead: .*\.$/);
});

test("decide and explain tell which columns no field reads", async () => {
  const leads = "id,E-mail,compny,Employees,facts.now,shows\n1,kim@acme.example,Acme,20,,x\n";
  const cwd = small({ "other.csv": leads });
  for (const verb of ["decide", "explain"]) {
    const { code, err } = await cli([verb, "other.csv"], { cwd });
    assert.equal(code, 0);
    assert.match(err, /^no field reads E-mail; did you mean email\?$/m);
    assert.match(err, /^no field reads compny; did you mean company\?$/m);
    assert.match(err, /^no field reads Employees; did you mean employees\?$/m);
    assert.match(err, /^no field reads shows$/m);
    assert.doesNotMatch((await cli([verb, "leads.csv"], { cwd })).err, /no field reads/);
  }
});

test("a file that is not there is looked for among those that are", async () => {
  const cwd = small({ "terr.csv": "x\n1\n" });
  const policy = readFileSync(join(cwd, "small.policy.yaml"), "utf8");
  writeFileSync(
    join(cwd, "small.policy.yaml"),
    policy.replace("territories.csv", "teritories.csv"),
  );
  const { code, out } = await cli(["check"], { cwd });
  assert.equal(code, 1);
  assert.match(out, /did you mean `territories\.csv`\?/);
});

test("decide writes JSON, NDJSON and CSV, and a file", async () => {
  const cwd = small();
  const run = async (format) =>
    (await cli(["decide", "leads.csv", "--format", format], { cwd })).out;
  const json = JSON.parse(await run("json"));
  const ndjson = (await run("ndjson")).trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(ndjson, json);
  assert.deepEqual(json[0].owner, {
    id: "ana",
    name: "Ana Díaz",
    email: "ana@example.com",
    ids: { salesforce: "005A0000001" },
    known: true,
  });
  const [head, first] = (await run("csv")).split("\n");
  assert.equal(head.split(",").length, 15);
  assert.match(first, /^1,assigned,ana,Ana Díaz,ana@example\.com,territory,big,/);

  const { out } = await cli(["decide", "leads.csv", "--format", "csv", "-o", "out.csv"], { cwd });
  assert.equal(out, "");
  assert.equal(readFileSync(join(cwd, "out.csv"), "utf8"), await run("csv"));
});

test("facts come from a file, from --now and from columns; columns win", async () => {
  const cwd = small({
    "facts.json": '{ "accountOwner": "ana@example.com" }',
    "told.csv": "email,facts.accountOwner\na@x.example,bo\nb@x.example,\n",
    "typo.csv": "email,facts.acountOwner\na@x.example,bo\n",
    "away.csv": 'email,demo,facts.away\na@x.example,yes,"bo, cy"\n',
  });
  const decide = async (...args) =>
    JSON.parse((await cli(["decide", "--format", "json", ...args], { cwd })).out);
  const told = await decide("leads.csv", "--facts", "facts.json", "--now", "2026-01-31T10:00Z");
  assert.deepEqual(told.slice(0, 3).map(({ owner }) => owner.id), ["ana", "ana", "ana"]);
  const columns = await decide("told.csv", "--facts", "facts.json");
  assert.deepEqual(columns.map(({ owner }) => owner.id), ["bo", "dana"]);
  assert.deepEqual(columns[1].open, []);
  const [away] = await decide("away.csv");
  assert.deepEqual(
    [away.outcome, away.owner.id, away.via.layer],
    ["fallback", "dana", "round robin"],
  );

  const typo = await cli(["decide", "typo.csv"], { cwd });
  assert.equal(typo.code, 2);
  assert.match(typo.err, /did you mean `accountOwner`\?/);
});

test("explain tells sentences, of one record or of all", async () => {
  const cwd = small();
  const all = await cli(["explain", "leads.csv"], { cwd });
  assert.equal(all.code, 0);
  assert.equal(all.out.match(/^\S.*: /gm).length, 4);
  const one = await cli(["explain", "leads.csv", "--row", "1"], { cwd });
  assert.match(one.out, /^1: Ana Díaz\n {2}\S/);
  assert.equal((await cli(["explain", "leads.csv", "--id", "1"], { cwd })).out, one.out);
  const json = JSON.parse(
    (await cli(["explain", "leads.csv", "--id", "1", "--format", "json"], { cwd })).out,
  );
  assert.ok(json[0].lines.every(({ code, text }) => code !== "" && text !== ""));
});

const CASES = `policy: small.policy.yaml
cases:
  - case: a large company
    record: { email: kim@acme.example, employees: 2000 }
    expect: { owner: ana, layer: territory, rule: big, size: large, stage: missing }
`;

test("test runs the cases beside the policy", async () => {
  const cwd = small({ "small.cases.yaml": CASES });
  const { code, out, err } = await cli(["test"], { cwd });
  assert.equal(code, 0, err);
  assert.match(out, /^ok {4}a large company$/m);
  assert.match(err, /1 case passed, 0 failed/);
  assert.equal((await cli(["test", "small.cases.yaml"], { cwd })).code, 0);
});

test("test fails with what was expected and found, and when there is no case", async () => {
  const wrong = CASES.replace("owner: ana", "ownr: ana").replace("size: large", "size: small");
  const cwd = small({ "small.cases.yaml": wrong });
  const { code, out } = await cli(["test"], { cwd });
  assert.equal(code, 1);
  assert.match(out, /^FAIL {2}a large company \(small\.cases\.yaml:3\)$/m);
  assert.match(out, /did you mean owner\?/);
  assert.match(out, /size: expected small, found large/);
  assert.match(out, /^ {8}why: Ana Díaz owns this lead/m);

  const named = await cli(["test"], {
    cwd: small({ "small.cases.yaml": CASES.replace("employees:", "emploees:") }),
  });
  assert.match(named.out, /record: no field reads emploees; did you mean employees\?/);

  const none = await cli(["test"], { cwd: small() });
  assert.equal(none.code, 1);
  assert.match(none.err, /no test case was found[\s\S]*cases\.yaml/);
  const broken = await cli(["test"], {
    cwd: small({ "small.cases.yaml": "cases:\n  - case: x\n" }),
  });
  assert.equal(broken.code, 1);
  assert.match(broken.err, /error\[[a-z-]+\]/);
});

test("dictionary writes Markdown", async () => {
  const cwd = small();
  const { code, out } = await cli(["dictionary"], { cwd });
  assert.equal(code, 0);
  assert.match(out, /employees/);
  await cli(["dictionary", "small.policy.yaml", "-o", "words.md"], { cwd });
  assert.equal(readFileSync(join(cwd, "words.md"), "utf8"), out);
});

test("the policy is found only where there is one", async () => {
  const none = await cli(["check"], { cwd: folder() });
  assert.equal(none.code, 2);
  assert.match(none.err, /pointperson init/);
  const cwd = small({ "b.policy.yaml": "policy: b\n" });
  const ways = [
    [["compile", "-o", "x.js"], /name one: pointperson compile FILE -o policy\.js/],
    [["dictionary"], /name one: pointperson dictionary FILE/],
    [["decide", "leads.csv"], /name one: --policy FILE/],
    [["test"], /name one: --policy FILE/],
  ];
  for (const [args, words] of ways) {
    const { code, err } = await cli(args, { cwd });
    assert.equal(code, 2);
    assert.match(err, /there are 2 policies here: b\.policy\.yaml, small\.policy\.yaml/);
    assert.match(err, words);
  }
});

test("check without names checks every policy of the folder", async () => {
  const cwd = small({ "b.policy.yml": POLICY });
  const sound = await cli(["check"], { cwd });
  assert.deepEqual([sound.code, sound.err], [0, "2 policies: 0 errors, 0 warnings\n"]);
  writeFileSync(join(cwd, "b.policy.yml"), "policy: b\n");
  const { code, out } = await cli(["check"], { cwd });
  assert.equal(code, 1);
  assert.match(out, /at b\.policy\.yml:/);
});

test("decide and explain find the policy beside the file of records, after that of this folder", async () => {
  const cwd = folder({
    "t/small.policy.yaml": POLICY,
    "t/territories.csv": "id,size,owner\nbig,large,ana\n",
    "t/leads.csv": "email\na@b.example\n",
  });
  for (const verb of ["decide", "explain"]) {
    const { code, err } = await cli([verb, "t/leads.csv"], { cwd });
    assert.equal(code, 0, err);
  }
  const nothing = await cli(["decide", "-"], { cwd, input: "email\n" });
  assert.match(nothing.err, /there is no \*\.policy\.yaml in this folder\n/);
  assert.match((await cli(["decide", "t/leads.csv", "--help"])).out, /beside\s+the\s+file/);
  writeFileSync(join(cwd, "here.policy.yaml"), "policy: here\n");
  assert.match(
    (await cli(["decide", "t/leads.csv"], { cwd })).err,
    /here\.policy\.yaml has \d+ errors/,
  );
});

test("check prints the page about a code, however it is written", async () => {
  const cwd = small({ "bad.policy.yaml": "policy: bad\nfields: { a: txt }\n" });
  const { out, err } = await cli(["check", "bad.policy.yaml", "--format", "text"], { cwd });
  const [, named] = /^what \S+ means: pointperson check --page ([a-z-]+)$/m.exec(err);
  assert.ok(out.includes(`[${named}]`));
  const page = await cli(["check", "--page", named]);
  assert.equal(page.code, 0);
  assert.ok(page.out.startsWith(`# ${named}\n`));
  assert.equal((await cli(["check", "--page", `error[${named}]`])).out, page.out);
  const none = await cli(["check", "--page"]);
  assert.deepEqual([none.code, none.out], [2, ""]);
  assert.match(none.err, /--page needs a value: CODE\n[^]*\bunknown-field, /);
  for (const line of none.err.split("\n")) assert.ok(line.length <= 80, line);
  const typo = await cli(["check", "--page", "unknown-feild"]);
  assert.deepEqual([typo.code, typo.out], [2, ""]);
  assert.match(typo.err, /there is no code unknown-feild\n {2}did you mean unknown-field\?/);
});
