import { SetMetadata, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { invalid } from '@throughcare/base/errors';
import { MOST_LEVELS, isTooDeep } from '../json';

export const BODY_LIMIT_BYTES = 256 * 1024;

/** Lets one route take bodies up to `bytes` instead of 256 kB. */
export const BodyLimit = (bytes: number): MethodDecorator & ClassDecorator =>
  applyDecorators(RouteConfig({ bodyLimit: bytes }), SetMetadata('throughcare:body-limit', bytes));

/** A request with the text of its JSON body, for what has to be kept to the byte: parsing reorders number-like keys. */
export interface RawBody {
  rawBody?: string;
}

const tooDeep = () =>
  invalid('BODY_TOO_DEEP', { detail: `The request body nests lists and objects more than ${MOST_LEVELS} levels deep` });

/** JSON only (anything else is 415). An empty body is no body: clients send the header with content-length 0. */
export const addBodyParsing = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    (request as typeof request & RawBody).rawBody = body;
    if (body.trim() === '') done(null, undefined);
    else if (isTooDeep(body)) done(tooDeep(), undefined);
    else void parse(request, body, done);
  });
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
  // A caller that is still sending hears the refusal only if it is read on: a closed connection would reach it first.
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode === 413) {
      reply.removeHeader('connection');
      request.raw.resume();
    }
    done(null, payload);
  });
};
