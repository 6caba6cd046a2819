import 'reflect-metadata';
import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { NameParam, Id } from './binding.pipe';
import { Int, Optional } from './decorators';
import { ParameterCheck } from './parameter-check';
import { addressParametersOf, fieldNamesOf } from './parameters';

class PageQuery {
  @Optional() @Int() page?: number;
}
type Raw = Readonly<Record<string, string>>;

@Controller('good')
class Good {
  @Get() list(@Query() query: PageQuery) {
    return query;
  }
  @Get('text') text(@Query('text') text?: string) {
    return text;
  }
  @Get(':id') one(@Id('id') id: string) {
    return id;
  }
  @Get('of/:name') named(@Param('name', NameParam) name: string) {
    return name;
  }
  notARoute(@Query() raw: Raw) {
    return raw;
  }
}
@Controller('raw')
class RawList {
  @Get() list(@Query() raw: Raw) {
    return raw;
  }
}
@Controller('bare')
class Bare {
  @Get(':name') one(@Param('name') name: string) {
    return name;
  }
}

const check = (controller: Type) => {
  const discovery = { getControllers: () => [{ metatype: controller }] } as unknown as DiscoveryService;
  new ParameterCheck(discovery, new MetadataScanner()).onModuleInit();
};

describe('F-066: at the start, every part of an address', () => {
  it('is checked by a class, a pipe or by the reading of one value', () => expect(() => check(Good)).not.toThrow());

  it.each([
    ['a whole query without a class', RawList, 'RawList.list (/) query as a whole'],
    ['a part of the path without a pipe', Bare, 'Bare.one (:name) param name'],
  ])('is refused otherwise: %s', (_, controller, named) => expect(() => check(controller)).toThrow(named));

  it('is known by its decorators', () => {
    expect(addressParametersOf(Good, 'list')).toMatchObject([{ kind: 'query', name: undefined, type: PageQuery }]);
    expect(fieldNamesOf(PageQuery)).toContain('page');
  });
});
