import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '@throughcare/platform/auth';
import { NotInApi } from '@throughcare/platform/replies';

/** Written by `npm run openapi`; the same place from the sources and from what is built. */
const FILE = join(__dirname, '../../../docs/openapi/throughcare.json');

/** The document of everything that the edge serves. The edges answer `/v3/api-docs` with it. */
@NotInApi()
@Public()
@Controller('v3/api-docs')
export class ApiDocumentController {
  private readonly text = readFileSync(FILE, 'utf8');

  @Get('all')
  @Header('content-type', 'application/json; charset=utf-8')
  all(): string {
    return this.text;
  }
}
