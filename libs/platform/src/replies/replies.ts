import { HttpCode, RequestMethod } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA } from '@nestjs/common/constants';
import { ApiExcludeController, ApiExcludeEndpoint, ApiExtension } from '@nestjs/swagger';
import type { ErrorKind } from '@throughcare/base/errors';
import type { z } from 'zod';

/** The body of a 2xx: a schema of `libs/api`, no body at all, or bytes that no schema describes. */
export type ReplyBody = z.ZodType | 'nothing' | 'file';

export interface ReplyOptions {
  /** Sets the status. Default: what `@HttpCode` says, else 201 for a POST and 200 for the others. */
  readonly status?: 200 | 201 | 202 | 204;
  /** The answer is one page of a list: the four `X-Pagination-*` headers, when a page was asked for. */
  readonly paged?: 'headers';
  /** Kinds of refusal beside those that follow from the route itself (its token, parameters, body, and that it writes). */
  readonly refuses?: readonly ErrorKind[];
}

/** What a route promises to answer. */
export interface Contract extends ReplyOptions {
  readonly body: ReplyBody;
  readonly status: NonNullable<ReplyOptions['status']>;
}

/** What a handler may return for a body: instants as dates, lists that are read-only. */
export type Sendable<T> = unknown extends T
  ? unknown
  : T extends string
    ? string extends T
      ? string | Date
      : T
    : T extends readonly (infer Item)[]
      ? readonly Sendable<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Sendable<T[Key]> }
        : T;

/** A string is the body as JSON text, for what is passed on to the byte. */
type Returned<Body> = Body extends z.ZodType
  ? Sendable<z.output<Body>> | string
  : Body extends 'nothing'
    ? void | undefined
    : unknown;

type Handler<Body> = (...args: never[]) => Returned<Body> | Promise<Returned<Body>>;

/** Leads from an operation of the document back to its route; the document that is served has no such member. */
export const ROUTE_MARK = 'x-throughcare-route';
const routes: { readonly controller: Type; readonly method: string }[] = [];

const REPLIES = 'throughcare:replies';
const NOT_IN_API = 'throughcare:not-in-api';

/**
 * What the route answers when all goes well. The compiler holds the handler to it, `startTestApp` every body, the OpenAPI document shows it,
 * and an application with a route that says neither this nor `@NotInApi` does not start. Production parses nothing.
 */
export const Replies =
  <const Body extends ReplyBody>(body: Body, options: ReplyOptions = {}) =>
  <Method extends Handler<Body>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    const method = descriptor.value as object;
    Reflect.defineMetadata(REPLIES, { ...options, body }, method);
    ApiExtension(ROUTE_MARK, routes.push({ controller: target.constructor as Type, method: String(name) }) - 1)(
      target,
      name,
      descriptor,
    );
    if (options.status !== undefined) HttpCode(options.status)(target, name, descriptor);
  };

/** For health, metrics and the document itself: not part of the API, so in no document and held to nothing. */
export const NotInApi =
  (): ClassDecorator & MethodDecorator =>
  (target: object, name?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const place = (descriptor?.value ?? target) as object;
    Reflect.defineMetadata(NOT_IN_API, true, place);
    if (name !== undefined && descriptor) ApiExcludeEndpoint()(target, name, descriptor);
    else ApiExcludeController()(target as never);
  };

const statusOf = (method: object): Contract['status'] => {
  const said = Reflect.getMetadata(HTTP_CODE_METADATA, method) as Contract['status'] | undefined;
  const isPost = Reflect.getMetadata(METHOD_METADATA, method) === RequestMethod.POST;
  return said ?? (isPost ? 201 : 200);
};

/** What `@Replies` says of a handler; undefined when it says nothing. */
export const contractOf = (method: object): Contract | undefined => {
  const given = Reflect.getMetadata(REPLIES, method) as (ReplyOptions & { readonly body: ReplyBody }) | undefined;
  return given && { ...given, status: statusOf(method) };
};

/** The route that the mark of an operation stands for. */
export const routeOfMark = (
  mark: unknown,
): { readonly controller: Type; readonly method: string; readonly contract: Contract } => {
  const route = routes[Number(mark)];
  const handler = route && (route.controller.prototype as Record<string, object>)[route.method];
  const contract = handler && contractOf(handler);
  if (!route || !contract) throw new Error('An operation of the document has no route with @Replies');
  return { ...route, contract };
};

/** Whether `@NotInApi` stands on the handler or on its class. */
export const isNotInApi = (controller: object, method: object): boolean =>
  [method, controller].some((place) => Reflect.getMetadata(NOT_IN_API, place) === true);
