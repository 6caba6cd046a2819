import { type Page as QuestionPage, type Question, ownOptions } from '@throughcare/forms/form';
import type { Page } from 'playwright-core';

/** No narrow screen has room for it in one line. */
const LONG = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch';

const dayAhead = (days: number) => {
  const at = new Date(Date.now() + days * 86_400_000);
  return { day: at.getUTCDate(), month: at.getUTCMonth() + 1, year: at.getUTCFullYear() };
};

/** What is typed where a line is asked for. */
const LINES: Partial<Record<Question['kind'], string>> = {
  text: LONG,
  notes: `${LONG}\nThe second line.`,
  email: `${LONG}@justice.gov.uk`,
  phone: '01632 960001',
};

const revealing = (question: Question) => ownOptions(question).filter(({ then = [] }) => then.length > 0);

/** Answers pages of questions in a browser, by what the catalogue says of them. */
export class FillIn {
  private days = 20;

  constructor(private readonly page: Page) {}

  /** Something right to each question, with what that reveals. */
  async all({ questions, length }: QuestionPage): Promise<void> {
    for (const question of questions)
      await (length ? this.page.fill(`#${question.field}`, '2') : this.answer(question));
  }

  /** Chooses whatever reveals another question, and answers none of those. False: nothing does. */
  async onlyChoose({ questions }: QuestionPage): Promise<boolean> {
    const options = questions.flatMap((question) => revealing(question).map(({ value }) => ({ ...question, value })));
    for (const { field, value } of options) await this.page.check(`input[name="${field}"][value="${value}"]`);
    return options.length > 0;
  }

  /** More than there is room for in the first question. */
  async tooMuch({ questions: [question] }: QuestionPage): Promise<void> {
    await this.page.fill(`#${question?.field ?? ''}`, '9'.repeat((question?.max ?? 0) + 1));
  }

  private async answer(question: Question): Promise<void> {
    const { field, kind } = question;
    const line = LINES[kind];
    if (line !== undefined) await this.page.fill(`#${field}`, line);
    if (kind === 'select') await this.page.selectOption(`#${field}`, { index: 1 });
    if (kind === 'day') await this.day(field);
    if (['yesNo', 'radios', 'checkboxes'].includes(kind)) await this.choose(question);
  }

  private async choose(question: Question): Promise<void> {
    const [option] = revealing(question);
    const value = option ? `[value="${option.value}"]` : '';
    await this.page.locator(`input[name="${question.field}"]${value}`).first().check();
    for (const below of option?.then ?? []) await this.answer(below);
  }

  private async day(field: string): Promise<void> {
    this.days += 1;
    for (const [part, value] of Object.entries(dayAhead(this.days)))
      await this.page.fill(`#${field}-${part}`, String(value));
  }
}
