/** @returns a telephone number in one form, with the 0 of the country in front; undefined where it is none */
export function readPhone(text: string): string | undefined {
  if (!/^\+?['’\d\s().\-/]+$/.test(text)) return undefined;
  const digits = text.replaceAll(/\D/g, '');
  const national = digits.replace(/^(?:0062|62)0?/, '0').replace(/^(?=[1-9])/, '0');
  return /^0\d{8,13}$/.test(national) ? national : undefined;
}
