const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Divides a decimal number by a power of ten by moving its point, so that no digit is lost to floating point.
 *
 * @param text digits with an optional sign, fraction and exponent: what `String(number)` and JSON write.
 * @param places how far the point moves to the left; negative moves it to the right.
 * @returns sign, digits and fraction: no exponent, no leading zeros, no `-0`; every digit of the fraction is kept.
 * `undefined` when the text is no decimal number or its exponent has more than three digits (`1e999999999` would be a
 * gigabyte of zeros).
 */
export function movePoint(text: string, places: number): string | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  let digits = whole + fraction;
  let point = whole.length + Number(exponent) - places;
  if (point <= 0) {
    digits = '0'.repeat(1 - point) + digits;
    point = 1;
  }
  digits = digits.padEnd(point, '0');
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = digits.slice(point);
  const negative = sign !== '' && /[1-9]/.test(digits);
  return `${negative ? '-' : ''}${left}${right === '' ? '' : '.'}${right}`;
}

/** The number without its fraction (cut, not rounded). */
export function wholePart(decimal: string): string {
  const point = decimal.indexOf('.');
  const cut = point === -1 ? decimal : decimal.slice(0, point);
  return cut === '-0' ? '0' : cut;
}

/** The digits after the point; `''` for none. */
export function fractionPart(decimal: string): string {
  const point = decimal.indexOf('.');
  return point === -1 ? '' : decimal.slice(point + 1);
}
