/** Progress goes to stderr, so that stdout has nothing but the result. */
export type Say = (line: string) => void;
