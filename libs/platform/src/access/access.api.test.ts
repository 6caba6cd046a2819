import { Controller, Delete, Get, Inject, Module, Post, Body } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { forbidden, notFound } from '@throughcare/base/errors';
import { Authority, Public, type Principal } from '../auth';
import { DatabaseModule, sqlMigration } from '../database';
import { AnyObject, Id } from '../dto';
import { idempotencyAsked, idempotencyTable } from '../idempotency';
import { PeopleClient, type FullPerson } from '../people';
import { NotInApi } from '../replies';
import { StaffDirectory } from '../staff';
import { staffTable } from '../staff/table';
import { Members } from '../staff/members';
import type { StaffMember } from '../staff/member';
import { StandInGateway, startTestApp, type TestApp } from '../testing';
import { CHECKS } from '../testing/every-route/checks';
import { everyRoute } from '../testing/every-route/every-route';
import type { Matrix } from '../testing/every-route/matrix';
import { Tries } from '../testing/every-route/tries';
import { Caller, Me, Reach, Staff } from './decorators';
import { Reaches } from './reaches';

interface Thing {
  readonly regionId: string;
  readonly userId: string;
  readonly crn: string;
  readonly partId: string;
}
const things = new Map<string, Thing>();
/** What the service below forgets to ask, as someone may in a service of ours. */
let forgets: 'region' | 'person' | 'owner' | 'list' | 'parts' | 'masks' | undefined;

const CRN = 'X900001';
const PERSON: FullPerson = {
  type: 'FullPerson',
  crn: CRN,
  name: 'Robin Example',
  dateOfBirth: '1990-02-01',
  sex: 'Male',
  status: 'InCustody',
  nomsNumber: 'A9001AA',
};

class NewThing {
  @AnyObject() thing: Record<string, unknown>;
}

@NotInApi()
@Controller('things')
class Things {
  constructor(@Inject(Reaches) private readonly reaches: Reaches) {}

  private find(id: string): Thing {
    const thing = things.get(id);
    if (!thing) throw notFound('THING_NOT_FOUND');
    return thing;
  }

  @Staff()
  @Reach('own-list', 'person')
  @Get()
  async list(@Me() me: StaffMember, @Caller() caller: Principal) {
    const own = [...things].filter(([, { regionId }]) => forgets === 'list' || regionId === me.regionId);
    const shown = await this.reaches.people(caller, own, ([, { crn }]) => crn);
    return shown.map(({ row: [id], person }) => ({ id, person: forgets === 'masks' ? PERSON : person }));
  }

  @Staff('CAS3_ASSESSOR')
  @Reach('region', 'person')
  @Get(':thingId/parts/:partId')
  async read(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('thingId') id: string,
    @Id('partId') part: string,
  ) {
    const { regionId, crn, partId } = this.find(id);
    if (forgets !== 'region') this.reaches.region(me, regionId);
    if (forgets !== 'parts' && part !== partId) throw notFound('PART_NOT_FOUND');
    return forgets === 'person' ? PERSON : this.reaches.person(caller, crn);
  }

  @Staff('CAS3_REFERRER', 'CAS3_ADMIN')
  @Reach('owner')
  @Delete(':thingId')
  remove(@Me() me: StaffMember, @Id('thingId') id: string) {
    const { userId } = this.find(id);
    if (forgets !== 'owner') this.reaches.owner(me, userId, () => forbidden('THING_NOT_YOURS'));
  }

  @Authority('ROLE_OTHER_SERVICE')
  @Reach('none')
  @Post()
  create(@Body() { thing }: NewThing) {
    return thing;
  }

  @Public()
  @Get('open')
  open() {
    return {};
  }
}

const moduleOf = (...controllers: Type[]): Type => {
  @Module({
    imports: [
      DatabaseModule.forRoot({
        schema: 'access',
        entities: [],
        migrations: [sqlMigration('Access1764000000000', staffTable, idempotencyTable, idempotencyAsked)],
      }),
    ],
    controllers,
    providers: [PeopleClient, StaffDirectory, { provide: Members, useExisting: StaffDirectory }],
  })
  class AccessTestModule {}
  return AccessTestModule;
};

interface SmallKit {
  readonly test: TestApp;
  readonly gateway: StandInGateway;
  close(): Promise<void>;
}

const startThings = async (): Promise<SmallKit> => {
  const gateway = await StandInGateway.start();
  gateway.people.set(CRN, PERSON);
  const test = await startTestApp(moduleOf(Things), { GATEWAY_URL: gateway.url });
  return {
    test,
    gateway,
    close: async () => {
      await test.close();
      await gateway.close();
    },
  };
};

const matrix: Matrix<SmallKit> = {
  papers: async (_, { regionId, userId }) => {
    const [thingId, partId] = [crypto.randomUUID(), crypto.randomUUID()];
    things.set(thingId, { regionId, userId, crn: CRN, partId });
    return { thingId, partId };
  },
  enrol: ({ gateway }, member) => gateway.addStaff(member),
  hide: ({ gateway }, isHidden) => gateway.people.set(CRN, isHidden ? { type: 'RestrictedPerson', crn: CRN } : PERSON),
  secrets: [PERSON.name, PERSON.dateOfBirth],
};

describe('a service that asks what it declares', () => everyRoute(startThings, matrix));

describe('a service that forgets', () => {
  let kit: SmallKit;
  beforeAll(async () => {
    kit = await startThings();
  });
  afterAll(async () => {
    await expect(kit.close()).rejects.toThrow('answered without asking @Reach');
    await kit.gateway.close();
  });
  afterEach(() => (forgets = undefined));

  const wrong = async (): Promise<string> => {
    const tries = await Tries.begin(kit, matrix);
    const lines: string[] = [];
    for (const [title, check] of CHECKS) lines.push(...(await check(tries)).map((line) => `${title}: ${line}`));
    return lines.join('\n');
  };

  it('is found clean as long as it forgets nothing', async () => expect(await wrong()).toBe(''));

  it.each([
    ['region', 'refuses another region: GET /things/:thingId/parts/:partId'],
    [
      'region',
      'answers who may, having asked what it declares: GET /things/:thingId/parts/:partId: who may got 500 REACH_NOT_ASKED',
    ],
    ['person', 'hides a person from whoever is barred from them: GET /things/:thingId/parts/:partId'],
    ['owner', 'refuses what is another’s: DELETE /things/:thingId'],
    ['list', 'lists nothing of another region or member: GET /things'],
    ['masks', 'hides a person from whoever is barred from them: GET /things'],
    ['parts', 'refuses ids that do not belong together: GET /things/:thingId/parts/:partId'],
  ] as const)('its %s: %s', async (what, line) => {
    forgets = what;
    expect(await wrong()).toContain(line);
  });
});

describe('a route that does not say whom it is for', () => {
  @NotInApi()
  @Controller('nothing')
  class Nothing {
    @Get() list() {}
  }
  @Staff()
  @NotInApi()
  @Controller('no-reach')
  class WithoutReach {
    @Get() list() {}
  }
  @NotInApi()
  @Authority('ROLE_A')
  @Controller('authority-alone')
  class AuthorityAlone {
    @Get() list() {}
  }
  @NotInApi()
  @Controller('both')
  class Both {
    @Staff() @Authority('ROLE_A') @Reach('none') @Get() list() {}
  }
  @NotInApi()
  @Controller('public')
  class PublicToo {
    @Public() @Staff() @Reach('none') @Get() list() {}
  }
  @NotInApi()
  @Controller('nobody-and-somebody')
  class NobodyAndSomebody {
    @Staff() @Reach('none', 'person') @Get() list() {}
  }

  it.each([Nothing, WithoutReach, AuthorityAlone, Both, PublicToo, NobodyAndSomebody])(
    '%p keeps the application from starting',
    async (controller) => {
      await expect(startTestApp(moduleOf(controller))).rejects.toThrow(`@Reach: ${controller.name}.list`);
    },
  );
});

it('for staff, in a service that does not know who is staff, keeps the application from starting', async () => {
  @Staff()
  @NotInApi()
  @Controller('staff')
  class ForStaff {
    @Reach('none') @Get() list() {}
  }
  @Module({
    imports: [DatabaseModule.forRoot({ schema: 'access', entities: [], migrations: [] })],
    controllers: [ForStaff],
  })
  class WithoutMembers {}
  await expect(startTestApp(WithoutMembers)).rejects.toThrow('Members');
});
