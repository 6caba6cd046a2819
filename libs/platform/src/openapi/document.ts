import type { INestApplication, Type } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { accessRuleOf } from '../access/access-rule';
import { IdPipe } from '../dto/binding.pipe';
import { addressParametersOf } from '../dto/parameters';
import { ROUTE_MARK, routeOfMark } from '../replies/replies';
import type { Contract } from '../replies/replies';
import { exampleOf } from './example';
import { Problem, refusalResponses, refusalsOf } from './refusals';
import { inWordsOf31, schemaOf } from './schemas';
import type { Schema } from './schemas';

interface Parameter extends Schema {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}
interface Body extends Schema {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation extends Schema {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: unknown;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const PAGE_HEADERS = ['CurrentPage', 'TotalPages', 'TotalResults', 'PageSize'];

/** Path ids are ids, and a query parameter that a handler takes by name may be left out. */
const parametersOf = (given: readonly Parameter[], controller: Type, method: string): Parameter[] => {
  const address = addressParametersOf(controller, method);
  return given.map((parameter) => {
    const { in: place, name } = parameter;
    const own = address.find((one) => one.name === name && (one.kind === 'query' ? 'query' : 'path') === place);
    if (own?.pipes.includes(IdPipe)) return { ...parameter, schema: { type: 'string', format: 'uuid' } };
    return own?.kind === 'query' ? { ...parameter, required: false } : parameter;
  });
};

/** What all goes well with: the body with an example, and the headers of a page. */
const successOf = ({ body, paged }: Contract, named: Record<string, Schema>): Schema => {
  const headers = paged && {
    headers: Object.fromEntries(
      PAGE_HEADERS.map((name) => [
        `X-Pagination-${name}`,
        { description: 'When a page was asked for', schema: { type: 'integer' } },
      ]),
    ),
  };
  if (body === 'nothing') return { description: 'Done; no body', ...headers };
  if (body === 'file')
    return { description: 'A file', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
  const made = schemaOf(body);
  Object.assign(named, made.named);
  const example = exampleOf(made.schema, { ...named });
  return { description: 'Done', content: { 'application/json': { schema: made.schema, example } }, ...headers };
};

/** The body that is sent, with an example. */
const withExample = ({ content, ...body }: Body, requests: Readonly<Record<string, Schema>>): Schema => ({
  ...body,
  content: Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => {
      const asked = inWordsOf31(schema);
      return [type, { schema: asked, example: exampleOf(asked, requests) }];
    }),
  ),
});

const described = (
  operation: Operation,
  verb: string,
  named: Record<string, Schema>,
  requests: Readonly<Record<string, Schema>>,
): Schema => {
  const { [ROUTE_MARK]: mark, parameters = [], ...rest } = operation;
  const { controller, method, contract } = routeOfMark(mark);
  const handler = (controller.prototype as Record<string, object>)[method] as object;
  const isPublic = accessRuleOf(controller, handler).kind === 'public';
  const places = parameters.map((one) => one.in);
  const asked = {
    isPublic,
    isWrite: verb !== 'get',
    hasInput: places.length > 0 || rest.requestBody !== undefined,
    hasPath: places.includes('path'),
    hasBody: rest.requestBody !== undefined,
    hasIfMatch: parameters.some(({ name }) => name === 'if-match'),
  };
  return {
    ...rest,
    ...(rest.requestBody !== undefined && { requestBody: withExample(rest.requestBody as Body, requests) }),
    parameters: parametersOf(parameters, controller, method).map((one) => inWordsOf31(one)),
    security: isPublic ? [] : [{ bearer: [] }],
    responses: { [contract.status]: successOf(contract, named), ...refusalsOf(asked, contract) },
  };
};

/** The OpenAPI 3.1 document of a service: requests as its DTO classes say, replies, refusals and access as its routes do. */
export const documentOf = (app: INestApplication, name: string): OpenAPIObject => {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Throughcare ${name}`)
    .setVersion('1')
    .addBearerAuth()
    .build();
  const made = SwaggerModule.createDocument(app, base);
  const named: Record<string, Schema> = { Problem };
  const given = Object.entries((made.components?.schemas ?? {}) as Record<string, Schema>);
  const requests = Object.fromEntries(given.map(([id, schema]) => [id, inWordsOf31(schema)]));
  const paths = Object.entries(made.paths).map(([path, item]) => {
    const operations = Object.entries(item as Record<string, Operation>).filter(([verb]) => METHODS.includes(verb));
    return [
      path,
      Object.fromEntries(operations.map(([verb, one]) => [verb, described(one, verb, named, requests)])),
    ] as const;
  });
  const schemas = { ...requests, ...named };
  return {
    ...made,
    paths: Object.fromEntries(paths),
    components: { ...made.components, schemas, responses: refusalResponses() },
  } as unknown as OpenAPIObject;
};
