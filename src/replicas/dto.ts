import { ApiProperty } from '@nestjs/swagger';
import { Whole } from '../http/fields/index.js';
import { TextParameter } from '../http/query/index.js';

/** No engine has a higher number than this for a long time. */
const MAX_ENGINE = 1_000_000;

export class ActivateEngineDto {
  @Whole({ min: 1, max: MAX_ENGINE, description: 'Number of an engine that is newer than the active one' })
  engine!: number;
}

export class EngineAnswer {
  @ApiProperty({ description: 'By whose rules everything is judged' })
  engine!: number;

  @ApiProperty({ description: 'Ordinal of the event from which on it is active; 0 = from the beginning' })
  since!: string;

  @ApiProperty({ type: [Number], description: 'Engines that the program of this ledger knows, ascending' })
  known!: number[];

  @ApiProperty()
  position!: string;
}

export class DigestQuery {
  @TextParameter({ description: 'The position; where the ledger stands unless told otherwise' })
  at?: string;
}

class TableDigestBody {
  @ApiProperty()
  name!: string;

  @ApiProperty()
  rows!: number;

  @ApiProperty({ description: 'Sum, modulo 2^256, of the SHA-256 of its rows; 64 lower-case hex digits' })
  digest!: string;
}

/** Two of one log, schema and engine have the same tables at the same position. */
export class DigestAnswer {
  @ApiProperty({ description: 'Identity of the log' })
  log!: string;

  @ApiProperty({ description: 'Of the read model: only equal ones can be compared' })
  schema!: number;

  @ApiProperty({ description: 'The engine that is active there' })
  engine!: number;

  @ApiProperty({ type: [TableDigestBody] })
  tables!: TableDigestBody[];

  @ApiProperty()
  position!: string;
}
