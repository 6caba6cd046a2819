import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ListOf } from '@throughcare/platform/dto';
import { MayRead } from '@throughcare/platform/operations';
import { Identities } from '../identity/identity.service';

class NumbersBody {
  @ListOf('text') numbers!: string[];
}

/** Under which keys events of these people are found. In the body: they are numbers of people. */
@ApiExcludeController()
@MayRead()
@Controller('ops/people/keys')
export class PersonKeysController {
  constructor(private readonly identities: Identities) {}

  @HttpCode(200)
  @Post()
  async keys(@Body() { numbers }: NumbersBody) {
    return { keys: await this.identities.keysOf(numbers.slice(0, 100).map((number) => number.toUpperCase())) };
  }
}
