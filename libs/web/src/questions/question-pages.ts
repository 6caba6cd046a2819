import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { conflict } from '@throughcare/base/errors';
import { answersOf, isObject } from '@throughcare/forms/answers.rules';
import {
  type Answers,
  type Facts,
  type Form,
  type Page,
  type PageAnswers,
  type Section,
  type Task,
} from '@throughcare/forms/form';
import { type Fields, type Form as Shown, emptyForm, valuesOf, withProblems } from '../form';
import { formShownAgain, showForm, orUnconfirmed } from '../form-page';
import type { Pages } from '../pages';
import { type Answer, type GoTo, bodyOf } from '../sent-form';
import type { May } from '../visit/may';
import { type Visit, visitOf } from '../visit/visit';
import { differencesOf } from './differences.rules';
import { givenFrom, valuesFrom } from './given.rules';
import { pageProblems } from './problems.rules';
import { checkAnswers, pageAfter, pageBefore, taskList } from './progress.rules';
import { fieldsOf } from './question-fields';
import { shownQuestions } from './shown.rules';

export interface Draft {
  readonly answers: Answers;
  readonly facts: Facts;
}

/** Where in the form somebody is. */
export interface At {
  readonly section: Section;
  readonly task: Task;
  readonly page: Page;
}

export interface QuestionForms<D extends Draft> {
  /** Of the task list, with the draft's id as a parameter: `/referrals/:id`. Pages are `{path}/{task}/{page}` and `{path}/check`. */
  readonly path: string;
  readonly may: May;
  readonly form: Form;
  /** Heading of the task list. */
  readonly title: string;
  /** The draft of the address. Throws where there is none, or it is nobody's to change. */
  readonly load: (visit: Visit) => Promise<D>;
  /** What a page keeps besides what was typed on it: names of what was chosen, what was fetched. */
  readonly derive?: (draft: D, at: At, given: PageAnswers) => PageAnswers;
  /** Saves one page; `changed`: somebody saved the draft since it was loaded, and nothing was. */
  readonly save: (visit: Visit, draft: D, at: At, given: PageAnswers) => Promise<'saved' | 'changed'>;
  /** What the task list shows besides. */
  readonly beside?: (draft: D) => object;
}

/** Another window may save between two looks, but not for ever. */
const ATTEMPTS = 3;

const storedOf = (answers: Answers, { task, page }: At): PageAnswers | undefined => {
  const pages = isObject(answers) ? answers[task.slug] : undefined;
  const stored = isObject(pages) ? pages[page.slug] : undefined;
  return isObject(stored) ? stored : undefined;
};

/** The answers with this page as it was just given. */
export const withPage = (answers: Answers, { task, page }: At, given: PageAnswers): PageAnswers => {
  const all = isObject(answers) ? answers : {};
  const pages = all[task.slug];
  return { ...all, [task.slug]: { ...(isObject(pages) && pages), [page.slug]: given } };
};

/** Tells whether a page was saved since it was shown, without showing what it held. */
const sealOf = (stored: PageAnswers | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify(stored ?? null))
    .digest('base64url')
    .slice(0, 22);

const textIn = (body: unknown, name: string): string => {
  const value = ((body ?? {}) as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
};

/** The pages of one form: its task list, a page for each page of the catalogue, and all answers to be checked. */
export class QuestionPages<D extends Draft> {
  constructor(
    private readonly pages: Pages,
    private readonly forms: QuestionForms<D>,
  ) {}

  register(): void {
    const { path, may, form } = this.forms;
    this.pages.get(path, may, (request, response) => this.list(request, response));
    this.pages.get(`${path}/check`, may, (request, response) => this.check(request, response));
    for (const section of form.sections)
      for (const task of section.tasks) for (const page of task.pages) this.registerPage({ section, task, page });
  }

  private registerPage(at: At): void {
    const { path, may } = this.forms;
    const fields = fieldsOf(at.page);
    const address = `${path}/${at.task.slug}/${at.page.slug}`;
    const show = async (request: Request, response: Response) => {
      const draft = await this.forms.load(visitOf(request));
      const stored = storedOf(draft.answers, at);
      const form = formShownAgain(request, fields) ?? emptyForm(valuesFrom(at.page, stored));
      this.show(request, response, at, draft, form);
    };
    const query = { from: /^check$/ };
    this.pages.get(address, may, show, query);
    if (!at.page.blocks) this.pages.post(address, may, fields, (request) => this.send(request, at, fields), { query });
  }

  /** The address of the draft that is shown. */
  private baseOf = (request: Request): string =>
    this.forms.path.replace(/:(\w+)/g, (_, name: string) => String(request.params[name]));

  private async list(request: Request, response: Response): Promise<void> {
    const { form, title, load, beside } = this.forms;
    const draft = await load(visitOf(request));
    const path = this.baseOf(request);
    response.render('questions/task-list.njk', {
      ...taskList(path, form, draft.answers, draft.facts),
      title,
      checkHref: `${path}/check`,
      ...beside?.(draft),
    });
  }

  private async check(request: Request, response: Response): Promise<void> {
    const { form, load } = this.forms;
    const { answers, facts } = await load(visitOf(request));
    const path = this.baseOf(request);
    response.render('questions/check.njk', { ...checkAnswers(path, form, answers, facts), back: { href: path } });
  }

  private async send(request: Request, at: At, fields: Fields): Promise<Answer> {
    const visit = visitOf(request);
    const values = valuesOf(fields, request.body);
    const isLater = textIn(request.body, 'then') === 'later';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const draft = await this.forms.load(visit);
      const given = this.givenOn(draft, at, givenFrom(at.page, values));
      const stored = storedOf(draft.answers, at);
      const isSeen = textIn(request.body, 'seen') === sealOf(stored);
      if (!isSeen && JSON.stringify(stored) !== JSON.stringify(given))
        return { again: emptyForm(values), isConflict: true };
      const answers = withPage(draft.answers, at, given);
      const counted = answersOf(at.task, at.page, answers) ?? given; // as other pages put it right
      const sent = { fields, values, given: counted };
      const problems = isLater ? [] : pageProblems(at.page, sent, answers, draft.facts);
      if (problems.length > 0) return { again: withProblems(fields, values, problems) };
      const outcome = await orUnconfirmed(() => this.forms.save(visit, draft, at, given));
      if (typeof outcome === 'object') return outcome;
      if (outcome === 'saved') return this.after(request, { at, answers, facts: draft.facts, isLater });
    }
    throw conflict('DRAFT_KEEPS_CHANGING');
  }

  private givenOn(draft: D, at: At, typed: PageAnswers): PageAnswers {
    return { ...typed, ...this.forms.derive?.(draft, at, typed) };
  }

  private after(
    request: Request,
    { at, answers, facts, isLater }: { at: At; answers: Answers; facts: Facts; isLater: boolean },
  ): GoTo {
    const path = this.baseOf(request);
    const isChecking = request.query['from'] === 'check';
    const home = isChecking ? `${path}/check` : path;
    if (isLater)
      return {
        goTo: path,
        notice: { kind: 'success', text: 'Your answers are saved. You can come back to them later.' },
      };
    const next = pageAfter(at.task, at.page, answers, facts);
    const page = at.task.pages.find(({ slug }) => slug === next);
    const isAnswered = page !== undefined && answersOf(at.task, page, answers) !== undefined;
    const goTo = next === undefined || (isChecking && isAnswered) ? home : `${path}/${at.task.slug}/${next}`;
    return { goTo: isChecking && goTo !== home ? `${goTo}?from=check` : goTo };
  }

  private show(request: Request, response: Response, at: At, draft: D, form: Shown<unknown>): void {
    const { answers, facts } = draft;
    const { shownAgain } = request;
    const isConflict = shownAgain?.isConflict === true;
    const path = this.baseOf(request);
    const { task, page, section } = at;
    const isChecking = request.query['from'] === 'check';
    const before = pageBefore(task, page, answers, facts);
    const backHref = before === undefined ? path : `${path}/${task.slug}/${before}`;
    const own = storedOf(answers, at);
    const known = { ...this.forms.derive?.(draft, at, own ?? {}), ...own };
    const stored = answersOf(task, page, withPage(answers, at, known)) ?? known;
    const model = {
      title: page.title,
      caption: section.title,
      text: page.text,
      blocks: page.blocks === true,
      listHref: path,
      back: { href: isChecking ? `${path}/check` : backHref },
      questions: shownQuestions(page, { facts, stored, changeOf: (field) => this.changeHref(path, at, field) }),
      length: page.length,
      // Who sees both answers decides on the saved one; otherwise it may have changed since the form was first shown.
      seen: shownAgain && !isConflict ? textIn(bodyOf(shownAgain), 'seen') : sealOf(own),
      action: `${path}/${task.slug}/${page.slug}${isChecking ? '?from=check' : ''}`,
      ...(isConflict && { conflict: differencesOf(page, facts, form.values, own ?? {}) }),
    };
    showForm(request, response, 'questions/page.njk', form, { model });
  }

  private changeHref(path: string, { task, page }: At, field: string): string | undefined {
    const found = task.pages.find(({ corrects }) => corrects?.page === page.slug && corrects.field === field);
    return found && `${path}/${task.slug}/${found.slug}`;
  }
}

/** Registers the pages of a form; what they ask and where they lead stands in its catalogue alone. */
export const questionPages = <D extends Draft>(pages: Pages, forms: QuestionForms<D>): void =>
  new QuestionPages(pages, forms).register();
