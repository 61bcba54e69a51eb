// NestJS with nestjs-pino. With TypeScript these calls are decorators: @Module({ … }), @Controller(), @Get().
// oxlint-disable-next-line import/no-unassigned-import
import 'reflect-metadata';
import { Controller, Get, Module, Logger as NestLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger, LoggerModule } from 'nestjs-pino';

class AppController {
  #logger = new NestLogger('AppController');

  hello() {
    this.#logger.log('handled');
    return 'ok';
  }
}
Get()(AppController.prototype, 'hello', Object.getOwnPropertyDescriptor(AppController.prototype, 'hello'));
Controller()(AppController);

// oxlint-disable-next-line typescript/no-extraneous-class
class AppModule {}
Module({
  imports: [LoggerModule.forRoot({ pinoHttp: { transport: { target: 'pino-hec' } } })],
  controllers: [AppController],
})(AppModule);

const app = await NestFactory.create(AppModule, { bufferLogs: true });
app.useLogger(app.get(Logger));
await app.listen(0, '127.0.0.1');
const response = await fetch(await app.getUrl(), { headers: { connection: 'close' } });
await response.text();
await app.close();
