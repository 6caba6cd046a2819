import { Flag, Optional } from '@throughcare/platform/dto';

export class PersonQuery {
  @Optional() @Flag({ description: 'not used: clients ask for tags, and nobody has any' }) includeProfileTags?: boolean;
}
