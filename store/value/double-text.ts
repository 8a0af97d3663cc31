/** A double as MongoDB's `$toString` writes it (seen on 6.0.5): six digits, with an exponent from a million on and below a ten-thousandth. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, exponent] = value.toExponential(DIGITS - 1).split('e') as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= DIGITS)
    return `${shortened(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return shortened(value.toPrecision(DIGITS));
}

const DIGITS = 6;

function shortened(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}
