import { AUTHORITY, PUBLIC } from './decorators';

/** What a route demands: nothing, one of some authorities, or (nobody said) that nobody comes in. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'undeclared' }
  | { readonly kind: 'authority'; readonly anyOf: readonly string[] };

/** The method's own statement, else its class's. A method that says both is undeclared: it contradicts itself. */
export const accessRuleOf = (controller: object, method: object): AccessRule => {
  for (const target of [method, controller]) {
    const isPublic = Reflect.getMetadata(PUBLIC, target) === true;
    const anyOf = Reflect.getMetadata(AUTHORITY, target) as string[] | undefined;
    if (isPublic && anyOf) return { kind: 'undeclared' };
    if (isPublic) return { kind: 'public' };
    if (anyOf && anyOf.length > 0) return { kind: 'authority', anyOf };
  }
  return { kind: 'undeclared' };
};
