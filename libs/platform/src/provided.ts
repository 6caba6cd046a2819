import type { INestApplicationContext, Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

/**
 * A provider of whichever module has it, undefined where none has. The application itself would write an error about what is missing
 * before it throws; here it is no fault.
 */
export const provided = <T>(app: INestApplicationContext, type: Type<T>): T | undefined => {
  try {
    return app.get(ModuleRef).get(type, { strict: false });
  } catch {
    return undefined;
  }
};
