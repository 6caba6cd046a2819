import { z } from 'zod';

/** An environment variable that holds JSON text of this shape; the value itself is taken too, as tests and defaults give it. */
export const jsonVariable = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.issues.push({ code: 'custom', message: 'is not JSON', input: value });
      return z.NEVER;
    }
  }, shape);
