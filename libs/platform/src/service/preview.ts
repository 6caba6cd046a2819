import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config';
import { documentOf } from '../openapi/document';
import { newAdapter, rootOf } from './create-app';

/** The document of a service from its routes alone: nothing is started, configured or asked. */
export const documentOfModule = async (appModule: Type, name: string): Promise<OpenAPIObject> => {
  const root = rootOf(appModule, { name, config: {} as ServiceConfig });
  const options = { preview: true, logger: false, abortOnError: false } as const;
  return documentOf(await NestFactory.create<NestFastifyApplication>(root, newAdapter(), options), name);
};
