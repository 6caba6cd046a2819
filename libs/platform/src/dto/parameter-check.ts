import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit, Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { addressParametersOf, routeOf, type AddressParameter } from './parameters';

const UNCHECKED: readonly unknown[] = [undefined, Object, Array, String];
/** What `BindingPipe` reads by itself: a number, a yes or no, one text. */
const READ: readonly unknown[] = [Number, Boolean, String];

/** All of a query, or of a path, needs a class that says what each may be; a part of the path needs a pipe. */
const isChecked = ({ kind, name, type, pipes }: AddressParameter): boolean => {
  if (pipes.length > 0) return true;
  if (name === undefined) return !UNCHECKED.includes(type);
  return kind === 'query' && READ.includes(type);
};

/** At the start already: a part of the address that nothing checks is a list, or nothing at all, where the handler expects text. */
@Injectable()
export class ParameterCheck implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.uncheckedIn(metatype));
    if (open.length > 0) throw new Error(`Parameters that nothing checks; use a class or a pipe: ${open.join(', ')}`);
  }

  private uncheckedIn(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const type = controller as Type;
    return this.scanner.getAllMethodNames(type.prototype as object).flatMap((method) => {
      const route = routeOf(type, method);
      if (route === undefined) return [];
      const open = addressParametersOf(type, method).filter((parameter) => !isChecked(parameter));
      return open.map(({ kind, name }) => `${route} ${kind} ${name ?? 'as a whole'}`);
    });
  }
}
