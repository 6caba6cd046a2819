import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The OpenAPI document at `/v3/api-docs`, made when first asked for. */
export const addApiDocs = (app: NestFastifyApplication, name: string): void => {
  let document: OpenAPIObject | undefined;
  const make = () => {
    const base = new DocumentBuilder().setTitle(`Throughcare ${name}`).setVersion('1').addBearerAuth().build();
    return SwaggerModule.createDocument(app, base);
  };
  app
    .getHttpAdapter()
    .getInstance()
    .get('/v3/api-docs', async (_request, reply) => reply.send((document ??= make())));
};
