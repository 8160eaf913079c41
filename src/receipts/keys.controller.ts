import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken } from '../auth/index.js';
import { KeysPage } from './receipts.dto.js';
import { Receipts } from './receipts.service.js';

@ApiTags('keys')
@ApiBearerAuth()
@Controller('v1/keys')
export class KeysController {
  constructor(private readonly receipts: Receipts) {}

  @Get()
  @AnyToken()
  @ApiOperation({ summary: 'Public keys that receipts are verified with, oldest first' })
  @ApiOkResponse({ type: KeysPage })
  list(): KeysPage {
    return this.receipts.keys();
  }
}
