import { SetMetadata } from '@nestjs/common';

export const AUTHORITY = 'throughcare:authority';
export const PUBLIC = 'throughcare:public';
export const READS = 'throughcare:reads';

/** Lets in callers who have any one of these authorities. On a method it replaces what the class says. */
export const Authority = (...anyOf: [string, ...string[]]) => SetMetadata(AUTHORITY, anyOf);

/** Lets everyone in, without a token. */
export const Public = () => SetMetadata(PUBLIC, true);

/** A `POST` that changes nothing, because what it asks for belongs into no address: it is answered anew each time, whatever its `Idempotency-Key`. */
export const Reads = (reads = true) => SetMetadata(READS, reads);
