import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BUS_ENVIRONMENT } from '@throughcare/messaging/bus';
import { EventServer } from '@throughcare/messaging/messaging.module';
import { AccessModule } from '../access/access.module';
import { Background } from '../background';
import { CONFIG } from '../config';
import type { ServiceConfig } from '../config';
import { BindingPipe } from '../dto/binding.pipe';
import { ParametersModule } from '../dto/parameters.module';
import { HTTP_LIMITS, answerUnreadable } from '../http/listener';
import { HealthComponents } from '../health/components';
import { DoctorChecks } from '../health/doctor-checks';
import { HealthController } from '../health/health.controller';
import { NestLog, configureLogging } from '../logging';
import { addHttpMetrics } from '../metrics/http-metrics';
import { MetricSources } from '../metrics/metric-sources';
import { MetricsController } from '../metrics/metrics.controller';
import { idempotentWrites } from '../idempotency/idempotent-writes';
import { OperationsModule } from '../operations/operations.module';
import { addReadTrail } from '../operations/read-trail';
import { ProblemFilter, sendProblem } from '../problem/problem.filter';
import { provided } from '../provided';
import { RepliesModule } from '../replies/replies.module';
import { holdRepliesToContracts } from '../replies/strict-replies';
import { initTelemetry } from '../telemetry';
import { BODY_LIMIT_BYTES, addBodyParsing } from './body-parsing';
import { Lifecycle } from '../health/lifecycle';
import { addApiDocs } from './openapi';
import { addRequestContext } from './request-context';
import { addSecurityHeaders } from './security-headers';
import { SERVICE_NAME } from '../config/service-name';

export interface ServiceOptions {
  /** `booking`: in logs, traces, `/info` and the name of database connections. */
  readonly name: string;
  /** What `loadConfig` gave; injectable as CONFIG. */
  readonly config: ServiceConfig;
  /** For tests: a 2xx body that is not what `@Replies` says becomes a 500 REPLY_BREAKS_CONTRACT. */
  readonly strictReplies?: boolean;
}

/** What every service has and every module may inject. */
@Module({})
class PlatformModule {
  static forRoot({ name, config }: ServiceOptions): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: BUS_ENVIRONMENT, useValue: config },
      { provide: SERVICE_NAME, useValue: name },
      Lifecycle,
      HealthComponents,
      DoctorChecks,
      MetricSources,
      Background,
    ];
    const controllers = [HealthController, MetricsController];
    return { module: PlatformModule, global: true, controllers, providers, exports: providers };
  }
}

@Module({})
class ServiceRoot {}

/** All modules of a service: its own, and what every one has. */
export const rootOf = (appModule: Type, options: ServiceOptions): DynamicModule => ({
  module: ServiceRoot,
  imports: [
    PlatformModule.forRoot(options),
    AccessModule,
    ParametersModule,
    RepliesModule,
    OperationsModule,
    appModule,
  ],
});

export const newAdapter = (): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    http: HTTP_LIMITS,
    requestTimeout: HTTP_LIMITS.requestTimeout,
    keepAliveTimeout: HTTP_LIMITS.keepAliveTimeout,
    clientErrorHandler: answerUnreadable,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply),
  });

/** While stopping, every answer ends its connection, so that the client comes back to another instance. */
const closeConnectionsWhenStopping = (fastify: FastifyInstance, lifecycle: Lifecycle): void => {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (lifecycle.isStopping) reply.header('Connection', 'close');
    done();
  });
};

/**
 * The application as it runs in production: Fastify, authentication, binding, idempotent writes, problems, health, OpenAPI, correlation and trace,
 * and the event handlers connected. It neither listens nor consumes yet; `init()` has not run.
 */
export const createApp = async (appModule: Type, options: ServiceOptions): Promise<NestFastifyApplication> => {
  const { name, config } = options;
  configureLogging({ name, level: config.LOG_LEVEL });
  initTelemetry({ service: name, endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT });
  const adapter = newAdapter();
  const fastify = adapter.getInstance();
  addSecurityHeaders(fastify);
  addRequestContext(fastify);
  addHttpMetrics(fastify);
  addBodyParsing(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(rootOf(appModule, options), adapter, {
    logger: new NestLog(),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalPipes(new BindingPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalInterceptors(...idempotentWrites(app));
  if (options.strictReplies) holdRepliesToContracts(app, fastify);
  addApiDocs(app, name);
  closeConnectionsWhenStopping(fastify, app.get(Lifecycle));
  const events = provided(app, EventServer);
  if (events) addReadTrail(app, fastify);
  if (events) app.connectMicroservice({ strategy: events }, { inheritAppConfig: true });
  return app;
};
