import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../language/language.tsx';
import { SchemeProvider } from '../parts/scheme.tsx';
import { App } from './app.tsx';
import './style.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider>
      <SchemeProvider>
        <App />
      </SchemeProvider>
    </LanguageProvider>
  </StrictMode>,
);
