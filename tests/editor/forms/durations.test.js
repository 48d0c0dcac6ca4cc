// Durations in words: nothing is lost on the way there and back.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import fc from "fast-check";
import { durationFromWords, durationInWords } from "../../../static/editor/elements/fields/durations.js";
import { setWords } from "../../../static/editor/words.js";

const FINNISH = { d: "pv", wk: "vk", h: "t", min: "min", s: "s", y: "v", mo: "kk", "{n} day": ["{n} päivä", "{n} päivää"], "{n} hour": ["{n} tunti", "{n} tuntia"] };

afterEach(() => setWords({}, "en"));

test("one unit is said in full, several are short", () => {
  const told = { P14D: "14 days", P1D: "1 day", P2W: "2 weeks", PT1H20M: "1 h 20 min", P1M: "1 month", PT1M: "1 minute", P1Y2M: "1 y 2 mo" };
  for (const [iso, words] of Object.entries(told)) assert.equal(durationInWords(iso), words);
  assert.equal(durationInWords(null), "");
});

test("what words would lose is shown as it is", () => {
  assert.equal(durationInWords("P014D"), "P014D");
});

for (const [language, words] of [["en", {}], ["fi", FINNISH]]) {
  test(`any duration comes back from what is shown (${language})`, () => {
    const some = (unit) => fc.option(fc.integer({ min: 0, max: 2000 }).map((n) => `${n}${unit}`), { nil: "" });
    const whole = fc.tuple(...["Y", "M", "W", "D"].map(some)).map((parts) => parts.join(""));
    const time = fc.tuple(...["H", "M", "S"].map(some)).map((parts) => parts.join(""));
    fc.assert(
      fc.property(whole, time, (days, hours) => {
        fc.pre(days || hours);
        setWords(words, language);
        const iso = `P${days}${hours && `T${hours}`}`;
        assert.equal(durationFromWords(durationInWords(iso)), iso);
      }),
    );
  });
}

test("people write it as they like", () => {
  const meant = {
    "7": "P7D", "7 d": "P7D", "7 days": "P7D", " 7  DAYS ": "P7D", "1h20min": "PT1H20M", "1 h 20 min": "PT1H20M", "2 weeks, 3 days": "P2W3D",
    "1.5 h": "PT1H30M", "1,5 h": "PT1H30M", "0.5 d": "PT12H", "p3d": "P3D", PT45M: "PT45M", "1 000 days": "P1000D", "5 pv": "P5D", "2 viikkoa": "P2W", "3 dagar": "P3D",
  };
  for (const [said, iso] of Object.entries(meant)) assert.equal(durationFromWords(said), iso, said);
  assert.equal(durationFromWords("  "), null);
  setWords(FINNISH, "fi");
  assert.equal(durationFromWords("1 t 20 min"), "PT1H20M");
  assert.equal(durationInWords("P7D"), "7 päivää");
});

test("what is no duration is said to be none", () => {
  for (const said of ["soon", "7 bananas", "d", "-3 d", "3 d 4 d", "1/2 h", "7 8", "P", "0.1 s", "99999999 d"]) assert.equal(durationFromWords(said), undefined, said);
});
