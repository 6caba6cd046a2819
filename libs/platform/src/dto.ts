export { bind } from './dto/bind';
export { BindingPipe, Id, NameParam, UuidParam } from './dto/binding.pipe';
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
} from './dto/decorators';
export type { FieldOptions } from './dto/decorators';
export { Exact } from './dto/fields';
