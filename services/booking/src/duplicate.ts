import { invalidField } from '@throughcare/base/errors';

interface Uniqueness {
  readonly constraints: readonly string[];
  readonly property: string;
  readonly errorType: string;
}

/** Turns the refusal of a unique index into the field error that clients know. */
export const refuseDuplicate = async <T>({ constraints, property, errorType }: Uniqueness, write: () => Promise<T>) => {
  try {
    return await write();
  } catch (error) {
    const driverError = (error as { driverError?: { constraint?: string } } | null)?.driverError;
    if (constraints.includes(driverError?.constraint ?? '')) throw invalidField(property, errorType);
    throw error;
  }
};
