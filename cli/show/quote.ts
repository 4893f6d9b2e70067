/** Words as they may be pasted into a POSIX shell. */

export const shellQuote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Quoted only where that is needed. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word));
