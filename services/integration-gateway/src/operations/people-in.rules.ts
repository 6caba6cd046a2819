const PERSON = /\b(?:[A-Z]\d{6}|[A-Z]\d{4}[A-Z]{2})\b/g;
const NAMED = 100;

/** CRNs and prison numbers in a message, for the audit of who read it. */
export const peopleIn = (text: string): string[] => [...new Set(text.match(PERSON) ?? [])].slice(0, NAMED);
