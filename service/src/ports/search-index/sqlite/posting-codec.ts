/** How often a word stands in a passage. */
export interface Posting {
  passage: number;
  count: number;
  /** Words in the passage, which BM25 weighs the count against. */
  length: number;
}

/** Postings in ascending order of passage, each as distance to the one before, count and length. */
export function encodePostings(firstPassage: number, postings: readonly Posting[]): Uint8Array {
  const numbers: number[] = [];
  let previous = firstPassage;
  for (const { passage, count, length } of postings) {
    numbers.push(passage - previous, count, length);
    previous = passage;
  }
  return encodeNumbers(numbers);
}

export function decodePostings(
  firstPassage: number,
  data: Uint8Array,
  visit: (passage: number, count: number, length: number) => void,
): void {
  const numbers = decodeNumbers(data);
  let passage = firstPassage;
  for (let at = 0; at + 2 < numbers.length; at += 3) {
    passage += numbers[at] ?? 0;
    visit(passage, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0);
  }
}

/** Whole numbers from 0 to 2³¹ - 1, seven bits a byte, least significant first. */
export function encodeNumbers(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 5);
  let end = 0;
  for (let number of numbers) {
    while (number > 127) {
      bytes[end++] = (number & 127) | 128;
      number >>>= 7;
    }
    bytes[end++] = number;
  }
  return bytes.slice(0, end);
}

export function decodeNumbers(data: Uint8Array): number[] {
  const numbers: number[] = [];
  let number = 0;
  let shift = 0;
  for (let at = 0; at < data.length; at++) {
    const byte = data[at] ?? 0;
    number |= (byte & 127) << shift;
    if (byte > 127) {
      shift += 7;
      continue;
    }
    numbers.push(number);
    number = 0;
    shift = 0;
  }
  return numbers;
}
