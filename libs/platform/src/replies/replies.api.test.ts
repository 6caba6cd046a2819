import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../auth';
import { DatabaseModule, sqlMigration } from '../database';
import { startTestApp } from '../testing';
import type { TestApp } from '../testing';
import { NotInApi, Replies } from './replies';

const Stay = z.object({ name: z.string(), at: z.iso.datetime(), nights: z.array(z.int()) });

const at = new Date('2027-05-14T16:30:00Z');
const aStay = { name: 'Ada Byron', at, nights: [84] };
const withStray = { ...aStay, crn: 'X320741' };

@Public()
@Controller('stays')
class Stays {
  @Replies(Stay) @Get('right') right() {
    return aStay;
  }
  @Replies(Stay) @Get('text') async text() {
    return JSON.stringify(aStay);
  }
  @Replies(Stay) @Get('stray') stray() {
    return withStray;
  }
  @Replies(z.array(Stay)) @Get('broken') broken() {
    return JSON.stringify([aStay, { ...aStay, nights: ['X320741'] }]);
  }
  @Replies('nothing') @Get('nothing') nothing() {}
  @Replies('nothing') @Get('something') something(): void {
    return withStray as never;
  }
  @Replies('file') @Get('file') file() {
    return Buffer.from('PK');
  }
  @Replies(Stay, { status: 200 }) @Post('set') set() {
    return aStay;
  }
  @HttpCode(202) @Replies(Stay) @Post('said') said() {
    return aStay;
  }
  @NotInApi() @Get('outside') outside() {
    return { any: 'thing' };
  }
}

const databaseOptions = {
  schema: 'stays',
  entities: [],
  migrations: [sqlMigration('Stays1764000000000', 'create table stays (id uuid primary key)')],
};

@Module({ imports: [DatabaseModule.forRoot(databaseOptions)], controllers: [Stays] })
class StaysModule {}

describe('a reply is what its route promises', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(StaysModule);
  });
  afterAll(() => app.close());

  it.each([
    ['right', 200],
    ['text', 200],
    ['nothing', 200],
    ['file', 200],
    ['outside', 200],
  ])('and is sent as it is: %s', async (path, expected) => {
    expect((await app.request.get(`/stays/${path}`)).status).toBe(expected);
  });

  it('with the status that the decorator sets, or that is said beside it', async () => {
    expect((await app.request.post('/stays/set')).status).toBe(200);
    expect((await app.request.post('/stays/said')).status).toBe(202);
  });

  it.each([
    ['stray', 'GET /stays/stray: $.crn (stray)'],
    ['broken', 'GET /stays/broken: $[].nights[] (invalid_type)'],
    ['something', 'GET /stays/something: $ (stray)'],
  ])('or a test sees a 500 that names members and no value: %s', async (path, detail) => {
    const { status, headers, body } = await app.request.get(`/stays/${path}`);
    expect({ status, body }).toMatchObject({ status: 500, body: { code: 'REPLY_BREAKS_CONTRACT', detail } });
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(body)).not.toMatch(/X320741|Ada/);
  });
});

describe('a route that says nothing of its reply', () => {
  @Public()
  @Controller('forgotten')
  class Forgotten {
    @Get() list() {
      return [];
    }
    @Replies(Stay) @Get('said') said() {
      return aStay;
    }
  }
  @Module({ imports: [DatabaseModule.forRoot(databaseOptions)], controllers: [Forgotten] })
  class ForgetfulModule {}

  it('keeps the application from starting', async () => {
    await expect(startTestApp(ForgetfulModule)).rejects.toThrow(
      /^Routes without @Replies or @NotInApi: Forgotten\.list$/,
    );
  });
});

describe('the compiler', () => {
  it('refuses a handler that returns something else', () => {
    const replies = Replies(Stay);
    const missing = { value: () => ({ name: 'Ada Byron', at }) };
    const wrong = { value: async () => ({ ...aStay, nights: 84 }) };
    // @ts-expect-error: nights is missing
    replies({}, 'missing', missing);
    // @ts-expect-error: nights is no list
    replies({}, 'wrong', wrong);
    // @ts-expect-error: a body where there is none
    Replies('nothing')({}, 'missing', missing);
    expect(() => replies({}, 'right', { value: () => aStay })).not.toThrow();
  });
});
