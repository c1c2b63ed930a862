// The mark for an entry and how it comes about, exactly as the server computes it: whole hundredths, whole thousandths.

const RUSSIAN = document.documentElement.lang === "ru";

const hundredths = points => Math.round(points * 100);

export function points(hundredths_) {
  const text = (hundredths_ / 100).toFixed(2);
  return RUSSIAN ? text.replace(".", ",") : text;
}

// 87,50 · 87: two decimals when there are any.
export const pointsShort = hundredths_ => hundredths_ % 100 === 0 ? String(hundredths_ / 100) : points(hundredths_);

export function number(value) {
  const text = String(value).replace("-", "\u2212");
  return RUSSIAN ? text.replace(".", ",") : text;
}

export const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (place, index) => values[index] ?? place);

// Reads "1,5" as well as "1.5"; null for what is no number with at most three decimals.
export function read(typed) {
  const text = typed.replace(/\s/g, "").replace(",", ".").replace("\u2212", "-");
  return /^-?\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : null;
}

// Which entries the scale allows, in words; null when this one is.
export function offScale(scale, value) {
  const highest = {
    "yes-no": () => 1,
    count: () => scale.highest,
    deduction: () => 999,
    steps: () => scale.steps.length - 1,
    judgement: () => scale.benchmarks.length - 1,
  }[scale.kind]?.();
  if (highest === undefined) return null;
  return Number.isInteger(value) && value >= 0 && value <= highest ? null : highest === 1 ? "0, 1" : `0–${highest}`;
}

// { mark, words } for an entry; no mark for a judge's score, which needs the whole panel.
export function compute(aspect, kind, value, texts) {
  if (kind === "notAttempted") return { mark: 0, words: texts.notAttempted };
  const scale = aspect.scale;
  const maximum = hundredths(aspect.maximum);
  switch (scale.kind) {
    case "yes-no": {
      const mark = value * maximum;
      return { mark, words: fill(value ? texts.yes : texts.no, points(mark)) };
    }
    case "count": {
      const step = hundredths(scale.step);
      const mark = Math.min(step * value, maximum);
      return { mark, words: step * value > maximum ? fill(texts.countCapped, value, points(step), points(maximum)) : fill(texts.count, value, scale.highest, points(step), points(mark)) };
    }
    case "deduction": {
      const step = hundredths(scale.step);
      const mark = Math.max(maximum - step * value, 0);
      return { mark, words: step * value > maximum ? fill(texts.deductionFloor, points(maximum), value, points(step)) : fill(texts.deduction, points(maximum), value, points(step), points(mark)) };
    }
    case "steps": {
      const mark = hundredths(scale.steps[value].mark);
      return { mark, words: fill(texts.step, scale.steps[value].text, points(mark)) };
    }
    case "tolerance": {
      const band = scale.bands.find(b => value >= b.from && value <= b.to);
      return band
        ? { mark: hundredths(band.mark), words: fill(texts.band, number(value), scale.unit, number(band.from), number(band.to), points(hundredths(band.mark))) }
        : { mark: 0, words: fill(texts.outOfBands, number(value), scale.unit) };
    }
    default:
      return { mark: null, words: fill(texts.ownScore, value) };
  }
}
