/** Answers about words that come again and again, such as the names of fields: found out once. Pure. */

/** Words that are remembered; when there are more, all are forgotten. */
const MOST_WORDS = 1_024;
/** Longer ones are not remembered. */
const LONGEST_WORD = 64;

/** `find` must always answer the same. */
export function remember<T>(find: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined || known.has(word)) return before as T;
    const answer = find(word);
    if (word.length > LONGEST_WORD) return answer;
    if (known.size >= MOST_WORDS) known.clear();
    known.set(word, answer);
    return answer;
  };
}
