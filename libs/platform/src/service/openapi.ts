import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { documentOf } from '../openapi/document';

/** The OpenAPI document at `/v3/api-docs`, made when first asked for. */
export const addApiDocs = (app: NestFastifyApplication, name: string): void => {
  let document: OpenAPIObject | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/v3/api-docs', async (_request, reply) => reply.send((document ??= documentOf(app, name))));
};
