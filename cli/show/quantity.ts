/** Numbers of bytes as people write and read them. */

const STEPS = ['', 'K', 'M', 'G', 'T'];
const AMOUNT = /^(\d+(?:\.\d+)?) ?([kmgt]?)(i?)b?$/i;

/**
 * Bytes from `1048576`, `10MB` (powers of 1000), `1GiB` (powers of 1024) or `1.5 GiB`; undefined when the text is none of
 * these or not a whole number of bytes below 2^53.
 */
export function parseBytes(text: string): number | undefined {
  const [, amount, step, binary] = AMOUNT.exec(text) ?? [];
  if (amount === undefined || step === undefined || (binary !== '' && step === '')) return undefined;
  const bytes = Math.round(Number(amount) * (binary === '' ? 1000 : 1024) ** STEPS.indexOf(step.toUpperCase()));
  const fraction = amount.includes('.') && step === '';
  return Number.isSafeInteger(bytes) && !fraction ? bytes : undefined;
}

/** A whole number below 2^53, or undefined. */
export function parseCount(text: string): number | undefined {
  const count = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(count) ? count : undefined;
}

/** `0 B`, `1.5 KiB`, `1 GiB`: at most one decimal, in powers of 1024. */
export function showBytes(bytes: number): string {
  let amount = bytes;
  let step = 0;
  // 1023.95 would be rounded to 1024.
  while (amount >= 1023.95 && step < STEPS.length - 1) {
    amount /= 1024;
    step++;
  }
  return step === 0 ? `${bytes} B` : `${Number(amount.toFixed(1))} ${STEPS[step]}iB`;
}
