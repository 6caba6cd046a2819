/** Names the schema of a class in the API's document, where that is not the name of the class. */
export { ApiSchema } from '@nestjs/swagger';
export { bind } from './bind';
export { BindingPipe, Id, NameParam } from './binding.pipe';
export {
  AnyObject,
  Day,
  Flag,
  Instant,
  Int,
  ListOf,
  LocalTime,
  Nested,
  Num,
  OneOf,
  Optional,
  Text,
  Uuid,
} from './decorators';
export type { FieldOptions } from './decorators';
export { Exact } from './fields';
