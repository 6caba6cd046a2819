import type { StaffMember } from '../../staff/member';
import type { TestApp } from '../app';
import type { TestClaims } from '../issuer';
import type { ListsOfPeople } from '../names/lists-of-people';

/** Values of the names in addresses: `{ premisesId: '…' }`. */
export type Ids = Readonly<Record<string, string>>;

/** A service as its own tests start it. */
export interface Kit {
  readonly test: TestApp;
  close(): Promise<void>;
}

/** What a service adds, so that every route can be tried by everybody. Routes are named `POST /cas3/v2/premises/:premisesId/bookings`. */
export interface Matrix<K extends Kit> {
  /**
   * New papers about the one person of this matrix, in the region of this member and theirs. With `route`, in the state in which that
   * route answers 2xx.
   */
  readonly papers: (kit: K, owner: StaffMember, route?: string) => Promise<Ids>;
  /** Makes a member of staff known. Without it no route has `@Staff`. */
  readonly enrol?: (kit: K, member: StaffMember) => unknown;
  /** From now on the person is hidden from everybody, or is not. */
  readonly hide?: (kit: K, isHidden: boolean) => unknown;
  /** What nobody reads of whom they may not see. */
  readonly secrets?: readonly string[];
  /** Bodies that are whole, so that only access can refuse them. */
  readonly bodies?: Readonly<Record<string, (ids: Ids) => unknown>>;
  /** `premisesStatus=online`, for routes that need one. */
  readonly queries?: Readonly<Record<string, string>>;
  /** Routes that list people: each is tried with names, or no name decides there. */
  readonly lists?: ListsOfPeople<never>;
  /** How a hidden person is refused. Default 403. */
  readonly refusal?: 403 | 404;
  /** What a token of a caller has beside its authorities. */
  readonly claims?: TestClaims;
  /** Routes that cannot answer 2xx to anybody here, and why: no answer of theirs goes unchecked by accident. */
  readonly unanswered?: Readonly<Record<string, string>>;
}
