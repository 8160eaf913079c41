import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import { visibleTo } from '../assets/index.js';
import { AnyRole, Received, type Incoming } from '../auth/index.js';
import { answer } from '../http/answer.js';
import { ENVELOPE_TYPE, EnvelopeBody, ReceiptStatus } from './receipts.dto.js';
import { Receipts } from './receipts.service.js';

@ApiTags('deliveries')
@ApiBearerAuth()
@ApiExtraModels(EnvelopeBody)
@Controller('v1/productions/:production/deliveries/:delivery/receipt')
export class ReceiptsController {
  constructor(private readonly receipts: Receipts) {}

  @Get()
  @AnyRole()
  @ApiOperation({ summary: 'The signed receipt of the newest release: every released file by digest' })
  @ApiOkResponse({ content: { [ENVELOPE_TYPE]: { schema: { $ref: getSchemaPath(EnvelopeBody) } } } })
  receipt(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
  ) {
    return answer(this.receipts.receipt(production, delivery, visibleTo(caller)), {
      headers: { 'content-type': ENVELOPE_TYPE },
    });
  }

  @Get('status')
  @AnyRole()
  @ApiOperation({ summary: 'Whether that receipt still stands' })
  @ApiOkResponse({ type: ReceiptStatus })
  status(@Param('production') production: string, @Param('delivery') delivery: string): ReceiptStatus {
    return this.receipts.status(production, delivery);
  }
}
